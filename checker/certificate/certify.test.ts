import { describe, expect, it } from 'vitest';
import type { Defect } from '../../defects/defect.ts';
import { kernelWith } from '../../defects/identify.ts';
import { defects } from '../../defects/index.ts';
import { SimulatedKernel } from '../../implementation/kernel/simulated.ts';
import { reference } from '../../implementation/kernel/switches.ts';
import type { Certificate } from '../../model/certificate.ts';
import { parseSteps } from '../../model/linux.ts';
import type { Trace } from '../../model/trace.ts';
import { findWorld } from '../../model/worlds.ts';
import { Certifier, refute } from './certify.ts';
import { specification } from '../../properties/linux.ts';

function byId(id: string): Defect {
  return defects.find((defect) => defect.id === id)!;
}

const defect = byId('mm-pasid-drop-under-bond');
const world = findWorld('sva-small');
const target = { law: defect.law, place: defect.place, witness: '' };
const trace: Trace = { world, steps: defect.shortest };
const certificate = new Certifier(specification, kernelWith(defect), world, Infinity).certify(
  target,
  2,
) as Certificate;

/** More commands still. */
const longest: Trace = { world, steps: [...parseSteps('gp', 'gp', 'gp'), ...trace.steps] };

interface Case {
  readonly port?: SimulatedKernel;
  readonly trace?: Trace;
  readonly target?: typeof target;
  readonly change?: Partial<Certificate>;
}

function refuted({ port = kernelWith(defect), change = {}, ...of }: Case): readonly string[] {
  return refute(specification, port, of.trace ?? trace, of.target ?? target, {
    ...certificate,
    ...change,
  });
}

/** The same trace with a command put in that does nothing for it. */
const longer: Trace = { world, steps: [...parseSteps('gp'), ...trace.steps] };

describe('a certificate', () => {
  it('says what was searched', () => {
    const { commands, alphabet, levels, states, sha256 } = certificate;
    expect([commands, levels.length, levels[0]]).toEqual([2, 3, 1]);
    expect(levels.reduce((a, b) => a + b)).toBe(states);
    expect(alphabet).toEqual(expect.arrayContaining(['open', 'fork', 'gp']));
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('holds where it was made, and on the same kernel made anew', () => {
    expect(refuted({})).toEqual([]);
  });

  it('is plain data: it holds after it was stored', () => {
    expect(refuted({ change: JSON.parse(JSON.stringify(certificate)) as Certificate })).toEqual([]);
  });

  it('is not made where a shorter trace does it, nor where there is too much to show', () => {
    const ample = new Certifier(specification, kernelWith(defect), world, Infinity);
    expect(ample.certify(target, 3)).toBe('false');
    const certifier = new Certifier(specification, kernelWith(defect), world, certificate.states);
    expect(certifier.certify(target, 2)).toEqual(certificate);
    const small = new Certifier(specification, kernelWith(defect), world, certificate.states - 1);
    expect(small.certify(target, 2)).toBe('too much');
  });
});

describe('a certificate is refused', () => {
  const { levels, states, sha256, alphabet } = certificate;

  it.each(levels.flatMap((_, level) => [-1, 1].map((by) => [level, by] as const)))(
    'if the count of level %i is changed by %i',
    (level, by) => {
      const changed = levels.with(level, levels[level]! + by);
      expect(refuted({ change: { levels: changed, states: states + by } })).toEqual([
        `level ${level} has ${levels[level]} states, but it says ${levels[level]! + by}`,
      ]);
      expect(refuted({ change: { levels: changed } })).toContain(
        `its levels add up to ${states + by} states, but it says ${states}`,
      );
    },
  );

  const cases: [string, Case, RegExp][] = [
    [
      'if its sum is another',
      { change: { states: states + 1 } },
      /^its levels add up to \d+ states, but it says \d+$/,
    ],
    [
      'if there are far more states than it says, without a search to the end',
      { trace: longest, change: { commands: 5, states: 6, levels: [1, 1, 1, 1, 1, 1] } },
      /^there are more than 1012 states, but it says 6$/,
    ],
    [
      'if an allocation fails in the trace: nothing did in what was searched',
      { trace: { world, steps: trace.steps.map((c, i) => (i === 2 ? { ...c, fails: 9 } : c)) } },
      /^an allocation fails in the trace; /,
    ],
    [
      'if the digest is another',
      { change: { sha256: sha256.replace(/^./, (c) => (c === '0' ? '1' : '0')) } },
      /^the states have the digest [0-9a-f]{16}\.\.\., not [0-9a-f]{16}\.\.\.$/,
    ],
    [
      'if it left out a command',
      { change: { alphabet: alphabet.slice(1) } },
      /^the alphabet is close, fork, .*; reference with .* has open, close, fork, /,
    ],
    [
      'if a level is missing',
      { change: { levels: levels.slice(0, 2) } },
      /^it has 2 levels, a bound of 2 commands has 3$/,
    ],
    [
      'if it is about shorter traces than it would have to be',
      { change: { commands: 1 } },
      /^the trace has 3 commands, but the certificate covers traces of up to 1: expected 2$/,
    ],
    [
      'if the trace has one command more',
      { trace: longer },
      /^the trace has 4 commands, but the certificate covers traces of up to 2: expected 3$/,
    ],
    [
      'if the trace has one command more and the bound is raised with it: there is a shorter one',
      { trace: longer, change: { commands: 3, levels: [...levels, 99], states: states + 99 } },
      /^a trace of 3 commands breaks the same law at the same place$/,
    ],
    [
      'if the trace goes on behind the break',
      { trace: { world, steps: [...trace.steps, ...parseSteps('gp')] } },
      /^the law breaks after 3 of the 4 commands$/,
    ],
    [
      'if the trace does not break the law',
      { trace: { world, steps: parseSteps('fork p0 -> p1', 'fork p0 -> p2', 'gp') } },
      /^the trace does not break no-reuse-while-referenced \(.*\) on reference with /,
    ],
    [
      'if it is another law that the trace is said to break',
      { target: { ...target, law: 'pasid-uniqueness' } },
      /^the trace does not break pasid-uniqueness /,
    ],
    [
      'if the kernel has no such defect',
      { port: new SimulatedKernel('reference', reference) },
      /^the trace does not break .* on reference$/,
    ],
    [
      'if the kernel has another one: its states are others',
      {
        port: new SimulatedKernel('other', { ...reference, ...defect.switches, cdPinsMm: 'none' }),
      },
      /^the states have the digest /,
    ],
    [
      'in another world',
      { trace: { ...trace, world: findWorld('sva') } },
      /^level 1 has 11 states, but it says 9$/,
    ],
  ];
  it.each(cases)('%s', (_what, of, because) => {
    expect(refuted(of)).toEqual(expect.arrayContaining([expect.stringMatching(because)]));
  });
});
