import { describe, expect, it } from 'vitest';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { sva } from '../testing/model.ts';
import { linesOf } from '../testing/shrinking.ts';
import type { Finding } from './finding.ts';
import type { GradeBudget } from './grade.ts';
import { type Progress, type Search, searchAtRandom } from './random.ts';

const rc1: Partial<Switches> = { pasidFreeAt: 'mmput', unbindIndex: 'mm-pasid' };

/** A search for so many commands, with all that it told. */
function search(off: Partial<Switches>, commands: number, more: Partial<Search> = {}) {
  const found: { finding: Finding; isKnown: boolean }[] = [];
  const progress = searchAtRandom({
    port: kernel(off),
    world: sva,
    seed: 1,
    first: false,
    goOn: (p) => p.commands < commands,
    onFinding: (finding, isKnown) => found.push({ finding, isKnown }),
    ...more,
  });
  return { found, progress };
}

const places = (found: readonly { finding: Finding }[]) =>
  found.map(({ finding }) => `${finding.law}: ${finding.place}`);

const provenance = ({ finding }: { finding: Finding }) => finding.provenance;

describe('a random search', () => {
  it('finds nothing on the reference kernel', () => {
    const { found, progress } = search({}, 20_000);
    expect(found).toEqual([]);
    expect(progress.findings).toBe(0);
    expect(progress.commands).toBeGreaterThanOrEqual(20_000);
  });

  it('goes on behind what it found on a kernel without that, and tells no more of it', () => {
    const keepsMutex = { uacceRefusal: 'returns-at-once' } as const;
    const both = { pasidFreeAt: 'mmput', ...keepsMutex } as const;
    const all = places(search(both, 5_000).found);
    const better = [kernel(keepsMutex), kernel({})];
    const { found } = search(both, 5_000, { mends: () => better.shift() });
    expect(all.length).toBeGreaterThan(2);
    expect(found.length).toBe(2);
    expect(places(search(keepsMutex, 5_000).found)).toContain(places(found)[1]);
  });

  it('tells each law and place once, shrunk', () => {
    const { found } = search(rc1, 5000);
    expect(new Set(places(found)).size).toBe(found.length);
    expect(found.length).toBeGreaterThan(3);
    const handedOut = found.find(({ finding }) => finding.place === 'handed out while held')!;
    expect(linesOf(handedOut.finding.trace)).toEqual([
      'open p0 d0 -> f0',
      'fork p0 -> p1',
      'exit p0',
      'open p1 d0 -> f1',
    ]);
  });

  it('finds the same with the same seed, in the same order', () => {
    const [first, again] = [1, 2].map(() => search(rc1, 3000).found);
    expect(again).toEqual(first);
  });

  it('goes another way with another seed, and ends in the same traces', () => {
    const [one, other] = [2, 3].map((seed) => search(rc1, 10_000, { seed }).found) as [
      ReturnType<typeof search>['found'],
      ReturnType<typeof search>['found'],
    ];
    expect(other.map(provenance)).not.toEqual(one.map(provenance));
    const inBoth = one.filter(({ finding }) => places(other).includes(places([{ finding }])[0]!));
    expect(inBoth.length).toBeGreaterThan(3);
    for (const { finding } of inBoth) {
      const twin = other.find(
        ({ finding: f }) => f.law === finding.law && f.place === finding.place,
      );
      expect(linesOf(twin!.finding.trace)).toEqual(linesOf(finding.trace));
    }
  });

  it('stops after the first finding if that is asked', () => {
    expect(search(rc1, 5000, { first: true }).found.length).toBe(1);
  });

  it('follows up only what it is told to pursue', () => {
    const { found } = search(rc1, 5000, { pursues: (b) => b.law === 'no-splat' });
    expect(new Set(found.map(({ finding }) => finding.law))).toEqual(new Set(['no-splat']));
  });

  it('asks whether to go on between traces, with what was done so far', () => {
    const asked: number[] = [];
    search({}, 0, {
      goOn: ({ traces }: Progress) => {
        asked.push(traces);
        return traces < 3;
      },
    });
    expect(asked).toEqual([0, 1, 2, 3]);
  });

  it('counts commands and goals, and says what it could not check', () => {
    const { progress } = search({}, 1000);
    expect(progress.skipped).toBe(0);
    expect(progress.coverage.reached).toBeGreaterThan(10);
    expect(progress.notChecked).toEqual([]);
  });
});

describe('a finding', () => {
  it('says on which kernel, in which world, from which seed and after how much it was found', () => {
    const { finding } = search(rc1, 5000).found[0]!;
    expect(finding.kernel).toBe('test');
    expect(finding.trace.world).toBe(sva);
    expect(finding.provenance).toMatchObject({ seed: 1 });
    const { drawn, commands, executions } = finding.provenance!;
    expect(drawn).toBeGreaterThanOrEqual(finding.trace.steps.length);
    expect(commands).toBeGreaterThan(0);
    expect(executions).toBeGreaterThan(0);
  });

  it('is plain data', () => {
    const { finding } = search(rc1, 5000).found[0]!;
    expect(JSON.parse(JSON.stringify(finding))).toEqual(finding);
  });
});

describe('a search that may spend something on grades', () => {
  const grading: GradeBudget = { states: 300, certified: 500, subsequences: 300, schedules: 300 };

  it('says of each finding how sure it is that none is shorter', () => {
    const { found } = search(rc1, 1500, { grading });
    const grades = found.map(({ finding }) => finding.grade);
    expect(grades).toContain('proven shortest');
    expect(new Set([...grades, 'proven shortest', 'no shorter subsequence']).size).toBe(2);
    for (const { finding } of found)
      if (finding.certificate !== undefined)
        expect([finding.grade, finding.certificate.commands]).toEqual([
          'proven shortest',
          finding.trace.steps.length - 1,
        ]);
    expect(found.some(({ finding }) => finding.certificate !== undefined)).toBe(true);
  });

  it('says the same again with the same seed', () => {
    const [first, again] = [1, 2].map(() => search(rc1, 1500, { grading }).found);
    expect(again).toEqual(first);
  });

  it('finds the same, in the same order, as one that may not', () => {
    expect(places(search(rc1, 1500, { grading }).found)).toEqual(places(search(rc1, 1500).found));
  });

  it('knows nothing of it otherwise', () => {
    const grades = search(rc1, 1500).found.map(({ finding }) => finding.grade);
    expect(new Set(grades)).toEqual(new Set(['no single deletion helps']));
  });
});

describe('with a kernel beside it that has its known defects mended', () => {
  const close: Partial<Switches> = { uacceVmaClose: 'keeps-region' };

  it('a violation that is gone there is known', () => {
    const { found, progress } = search(close, 5000, { mended: kernel({}) });
    expect(found.map(({ isKnown }) => isKnown)).toEqual(found.map(() => true));
    expect(places(found)).toContain('answers-conform: mmap: EEXIST');
    expect([progress.known, progress.findings]).toEqual([found.length, 0]);
  });

  it('a violation that remains there is new', () => {
    const { found } = search({ ...close, ...rc1 }, 5000, { mended: kernel(rc1) });
    const known = found.filter(({ isKnown }) => isKnown);
    expect(places(known)).toEqual(['answers-conform: mmap: EEXIST']);
    expect(places(found.filter(({ isKnown }) => !isKnown))).toContain(
      'pasid-uniqueness: handed out while held',
    );
  });

  it('a known one does not end a search for the first', () => {
    const { found } = search({ ...close, ...rc1 }, 20_000, {
      mended: kernel(rc1),
      first: true,
    });
    expect(found.map(({ isKnown }) => isKnown).indexOf(false)).toBe(found.length - 1);
  });
});

function kernel(off: Partial<Switches>): SimulatedKernel {
  return new SimulatedKernel('test', { ...reference, ...off });
}
