import { expect, it } from 'vitest';
import { type IndexEntry, indexPage } from './index-page.ts';

const entry: IndexEntry = {
  page: 'a b.html',
  law: 'z-law',
  title: 'One <owner>',
  placeSays: 'open & close',
  kernel: 'k',
  world: 'w',
  commands: 5,
  grade: 'as given',
  isKnown: false,
  causes: [],
};

it('the index links each page, new findings first, then by law and length', () => {
  const html = indexPage([
    { ...entry, page: 'known.html', isKnown: true, law: 'a-law' },
    entry,
    { ...entry, page: 'short.html', commands: 2 },
  ]);
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, to]) => to)).toEqual([
    'short.html',
    'a%20b.html',
    'known.html',
  ]);
  expect(html).toContain('3 traces break a law; 2 are no known mistake of the kernel.');
  expect(html).toContain('One &#60;owner&#62;');
  expect(html).not.toContain('<owner>');
});
