import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFolder } from '../campaign/corpus.ts';
import type { PageData } from '../reports/page/played.ts';
import { runCli, workplace } from '../testing/cli.ts';

const { fresh } = workplace();

describe('pages', () => {
  it('explain a finding in one file, whatever its texts hold', () => {
    const { code, out } = runCli(
      'report',
      'corpus/pasid-uniqueness-c8fa983f7af7.json',
      '--format',
      'html',
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^<!doctype html>/);
    expect(out).toContain('<title>One PASID has one owner: linux-5.18-rc1</title>');
    expect(out.length).toBeLessThan(1_000_000);
  });

  it('are made of each finding of a folder, with an index that links them all', () => {
    const folder = fresh('pages');
    const { code, err } = runCli('report', 'corpus', '--out', folder);
    expect(code).toBe(0);
    const pages = readdirSync(folder).filter((name) => name !== 'index.html');
    const left = err.match(/left out/g)?.length ?? 0;
    expect(pages.length + left).toBe(readFolder('corpus').traces.length);
    const index = readFileSync(join(folder, 'index.html'), 'utf8');
    const linked = [...index.matchAll(/href="([^"]*)"/g)].map(([, to]) => to);
    expect(new Set(linked)).toEqual(new Set(pages));
    expect(linked).toHaveLength(pages.length);
  });

  it('have names of their own, also beside the index', () => {
    const [traces, folder] = [fresh('traces'), fresh('named')];
    mkdirSync(traces);
    for (const name of ['a.txt', 'w<b>&"é.txt', '%41.txt'])
      writeFileSync(join(traces, name), 'linux-5.18-rc1   world sva\nopen p0 d0 -> f0\nexit p0\n');
    for (const name of ['a.json', 'index.json'])
      copyFileSync('corpus/pasid-uniqueness-c8fa983f7af7.json', join(traces, name));
    expect(runCli('report', traces, '--out', folder).code).toBe(0);
    const index = readFileSync(join(folder, 'index.html'), 'utf8');
    const linked = [...index.matchAll(/href="([^"]*)"/g)].map(([, to]) => decodeURIComponent(to!));
    const pages = readdirSync(folder).filter((name) => name !== 'index.html');
    expect(linked.toSorted()).toEqual(pages.toSorted());
    expect(pages).toHaveLength(5);
  });

  it('explore without a finding', () => {
    const { code, out } = runCli('explorer');
    expect(code).toBe(0);
    expect(out).toContain('"isFinding":false');
    // It plays the finding that the README prints.
    const data = />(\{"version.*?)<\/script>/.exec(out)![1]!;
    const { played } = JSON.parse(data) as PageData;
    const readme = readFileSync('README.md', 'utf8');
    const [, title, kernel] = /^Law broken: (.+?) {2,}(\S+)/m.exec(readme)!;
    expect([played.broken[0]!.title, played.kernel]).toEqual([title, kernel]);
    expect(readme.replaceAll(/\s+/g, ' ')).toContain(played.report!.witness);
  });
});
