import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { firstBreak } from '../checker/reproduce.ts';
import { refute } from '../checker/certificate/certify.ts';
import { Runner } from '../checker/run.ts';
import { specification } from '../checker/specification.ts';
import { findKernel, simulate } from '../defects/kernels.ts';
import { parseSteps } from '../model/parse.ts';
import { findWorld } from '../model/world.ts';
import type { Finding } from '../checker/finding.ts';
import type { Broken } from '../model/judgement.ts';
import { Corpus, readFolder } from './corpus.ts';

describe('the corpus of this repository', () => {
  const { traces, damaged } = readFolder('corpus');

  it('can be read whole', () => {
    expect(damaged).toEqual([]);
    expect(traces.length).toBeGreaterThan(3);
  });

  const findings = traces.filter(({ stored }) => stored.violates !== undefined);
  const kept = traces.filter(({ stored }) => stored.violates === undefined);

  it.each(findings)('still shows what $file is kept for', ({ stored }) => {
    const { trace, kernel, violates } = stored;
    const runner = new Runner(simulate(findKernel(kernel!)), specification, trace.world);
    const found = firstBreak(runner, trace, { ...violates!, witness: '' });
    expect(found?.broken.witness).toBe(stored.witness);
    expect(found?.ran).toEqual(trace.steps);
  });

  it.each(findings)(
    'has a certificate for $file that holds (else: npm run recertify)',
    ({ stored }) => {
      const { trace, kernel, violates, certificate } = stored;
      const target = { ...violates!, witness: '' };
      expect(stored.grade).toBe('proven shortest');
      expect(refute(simulate(findKernel(kernel!)), trace, target, certificate!)).toEqual([]);
    },
  );

  it.each(kept)('holds in $file, which is kept because nothing is broken', ({ stored }) => {
    const { trace, kernel, witness, grade, certificate } = stored;
    expect([witness, grade, certificate]).toEqual([undefined, undefined, undefined]);
    const runner = new Runner(simulate(findKernel(kernel!)), specification, trace.world);
    const broken: Broken[] = [];
    const { skipped } = runner.run(trace.steps, { broken: (_step, one) => broken.push(one) });
    expect({ broken, skipped }).toEqual({ broken: [], skipped: 0 });
  });
});

describe('a corpus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pasidcheck-corpus-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const finding: Finding = {
    law: 'pasid-uniqueness',
    place: 'handed out while held',
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
});
