import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseSteps } from '../model/linux.ts';
import { findWorld } from '../model/worlds.ts';
import type { Finding } from '../checker/finding.ts';
import { objections } from './admission.ts';
import { Corpus, readFolder, tracesOf } from './corpus.ts';
import { corpusFolder } from './places.ts';

describe('the corpus of this repository', () => {
  const { traces, damaged } = readFolder(corpusFolder);

  it('can be read whole', () => {
    expect(damaged).toEqual([]);
    expect(traces.length).toBeGreaterThan(3);
  });

  it.each(traces)('shows in $file what it is kept for', ({ file, stored }) => {
    expect(objections(stored).map((why) => `${file}: ${why}; npm run recertify?`)).toEqual([]);
  });
});

describe('a corpus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pasidcheck-corpus-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const finding: Finding = {
    law: 'pasid-uniqueness',
    place: { clause: 'handed out while held' },
    witness: 'w',
    kernel: 'linux-5.18-rc1',
    trace: { world: findWorld('sva'), steps: parseSteps('open p0 d0 -> f0', 'exit p0') },
    grade: 'no single deletion helps',
    provenance: { seed: 1, run: 2, commands: 3, drawn: 4, executions: 5 },
  };

  it('keeps a finding in one file that reads back the same', () => {
    const corpus = new Corpus(folder);
    const file = corpus.keep(finding);
    expect(readdirSync(folder)).toHaveLength(1);
    const [read] = readFolder(folder).traces;
    expect(read?.file).toBe(file);
    expect(read?.stored).toMatchObject({
      kernel: finding.kernel,
      violates: { law: finding.law, place: finding.place },
      provenance: finding.provenance,
      trace: finding.trace,
    });
  });

  it('writes the same finding of another seed to the same file', () => {
    const corpus = new Corpus(folder);
    const again = { ...finding, provenance: { ...finding.provenance!, seed: 99 } };
    expect(corpus.keep(again)).toBe(corpus.keep(finding));
  });

  it('names a damaged file and leaves it where it is', () => {
    writeFileSync(join(folder, 'broken.json'), '{');
    const { traces, damaged } = readFolder(folder);
    expect(traces).toHaveLength(1);
    const why = expect.stringContaining('broken.json: not JSON') as string;
    expect(damaged).toEqual([{ file: join(folder, 'broken.json'), why }]);
    expect(readdirSync(folder)).toContain('broken.json');
  });

  it('has the traces of one world, each once, whatever folder holds it and whether it is there', () => {
    const other = join(folder, 'other');
    new Corpus(other).keep(finding);
    new Corpus(other).keep({
      ...finding,
      trace: { ...finding.trace, world: findWorld('sva-tiny') },
    });
    const folders = [folder, other, join(folder, 'nowhere')];
    expect(tracesOf(findWorld('sva'), folders)).toEqual([finding.trace]);
  });
});
