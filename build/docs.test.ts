import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { describe, expect, it } from 'vitest';
import { docsSite } from './docs.ts';

const root = join(import.meta.dirname, '..');
const paths = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
  ...readdirSync(join(root, 'schemas'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => `schemas/${name}`),
];
const files = new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
const site = docsSite('<p id="page">the explorer</p>', files);

describe('the documentation as a site', () => {
  it('has a page for each file of Markdown, and the explorer in front', () => {
    expect(site.get('index.html')).toContain('the explorer');
    for (const path of paths) expect([...site.keys()]).toContain(path.replace(/\.md$/, '.html'));
  });

  it('has no link that leads nowhere, to a file or in it', () => {
    const dead: string[] = [];
    let links = 0;
    for (const [path, text] of site)
      for (const [, href = ''] of text.matchAll(/<a href="([^"]*)"/g)) {
        if (/^https?:/.test(href)) continue;
        links++;
        const [file, anchor] = href.split('#');
        const target = file === '' ? path : normalize(join(dirname(path), file!));
        const page = site.get(target);
        if (page === undefined || (anchor !== undefined && !page.includes(`id="${anchor}"`)))
          dead.push(`${path}: ${href}`);
      }
    expect(dead).toEqual([]);
    expect(links).toBeGreaterThan(100);
  });

  it('shows a link to a source as its name; the file exists', () => {
    const sources = [...files.values()].flatMap((text) =>
      [...text.matchAll(/\]\((?:\.\.\/)?([a-z-]+\/[^)]*\.ts)\)/g)].map(([, path]) => path!),
    );
    expect(sources.length).toBeGreaterThan(5);
    for (const path of sources) expect(existsSync(join(root, path))).toBe(true);
    for (const text of site.values()) expect(text).not.toMatch(/href="[^"]*\.ts"/);
  });
});
