import { describe, expect, it } from 'vitest';
import { Runner } from '../checker/run.ts';
import { findKernel, simulate } from '../defects/kernels.ts';
import type { Certificate } from '../model/certificate.ts';
import type { Broken } from '../model/judgement.ts';
import { parseSteps } from '../model/linux.ts';
import type { StoredTrace } from '../model/trace-json.ts';
import { findWorld } from '../model/worlds.ts';
import { certificateFor, isPlain, objections } from './admission.ts';
import { specification } from '../properties/linux.ts';

/** What linux-5.18-rc1 breaks when a process exits with a device open. */
const violated = (): Broken => {
  const broken: Broken[] = [];
  const { world, steps } = trace;
  new Runner(specification, simulate(findKernel(kernel)), world).run(steps, {
    broken: (_step, one) => broken.push(one),
  });
  return broken[0]!;
};
const kernel = 'linux-5.18-rc1';
const trace = { world: findWorld('sva'), steps: parseSteps('open p0 d0 -> f0', 'exit p0') };
const { witness, ...violates } = violated();
const finding: StoredTrace = {
  kernel,
  trace,
  violates,
  witness,
  grade: 'proven shortest',
  certificate: certificateFor(findKernel(kernel), { ...violates, trace }) as Certificate,
};
const kept: StoredTrace = {
  kernel: 'reference',
  trace,
};

const steps = (...lines: string[]) => ({
  trace: { ...trace, steps: parseSteps(...lines) },
});

describe('the corpus admits', () => {
  it('a finding that breaks its law with its last command, proven', () => {
    expect(objections(finding)).toEqual([]);
  });

  it('a finding that is not called proven, without a certificate', () => {
    const { certificate: _, ...unproven } = finding;
    expect(objections({ ...unproven, grade: 'no single deletion helps' })).toEqual([]);
  });

  it('a trace in which nothing is broken', () => {
    expect(objections(kept)).toEqual([]);
  });
});

describe('the corpus does not admit', () => {
  const table: [string, StoredTrace, RegExp][] = [
    ['a trace without a kernel', { ...finding, kernel: undefined }, /^names no kernel/],
    [
      'a kernel that nobody knows',
      { ...finding, kernel: 'linux-5.19' },
      /^unknown kernel "linux-5.19"/,
    ],
    ['a kernel that lacks what the world has', { ...finding, kernel: 'linux-4.9' }, /has no SVA/],
    [
      'a finding that the kernel does not break',
      { ...finding, kernel: 'linux-5.18' },
      /^breaks no [a-z-]+ \(.*\) on linux-5.18$/,
    ],
    [
      'a finding that goes on behind the break',
      { ...finding, ...steps('open p0 d0 -> f0', 'exit p0', 'gp') },
      /^2 of its 3 steps break /,
    ],
    ['another witness', { ...finding, witness: 'x' }, /^its witness is "x", but it shows "/],
    ['no witness', { ...finding, witness: undefined }, /^its witness is missing/],
    ['a grade that nobody knows', { ...finding, grade: 'short' }, /^its grade is "short"/],
    [
      'a proof without a certificate',
      { ...finding, certificate: undefined },
      /^is called proven shortest, but has no certificate$/,
    ],
    [
      'a certificate without the grade',
      { ...finding, grade: 'as given' },
      /^has a certificate, but is only called "as given"$/,
    ],
    [
      'a certificate that does not hold',
      {
        ...finding,
        certificate: { ...finding.certificate!, sha256: 'f'.repeat(64) },
      },
      /^the states have the digest /,
    ],
    [
      'a trace that violates nothing and breaks a law',
      { ...kept, kernel: 'linux-5.18-rc1' },
      /^breaks /,
    ],
    [
      'a trace that violates nothing and skips a step',
      { ...kept, ...steps('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'exit p0') },
      /^1 of its 4 steps are skipped$/,
    ],
    [
      'a trace that violates nothing and is called shortest',
      { ...kept, grade: finding.grade },
      /^has a grade, but violates nothing$/,
    ],
  ];
  it.each(table)('%s', (_what, stored, why) => {
    expect(objections(stored)).toEqual(expect.arrayContaining([expect.stringMatching(why)]));
  });
});

describe('a certificate', () => {
  it('can be had where nothing fails and nothing overlaps', () => {
    expect(isPlain(trace)).toBe(true);
    expect(isPlain(steps('open p0 d0 -> f0 [allocation 1 fails]').trace)).toBe(false);
    const [open, exit] = parseSteps('open p0 d0 -> f0', 'exit p0');
    expect(isPlain({ ...trace, steps: [{ ...open!, stops: 'x' }, exit!] })).toBe(false);
  });

  it('is refused to what is not the shortest', () => {
    const longer = steps('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0').trace;
    expect(certificateFor(findKernel(kernel), { ...violates, trace: longer })).toBe('false');
  });
});
