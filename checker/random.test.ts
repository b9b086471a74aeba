import { describe, expect, it } from 'vitest';
import { placeText } from '../model/place.ts';
import { keyOf, sameViolation, violationText } from '../model/judgement.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { sva } from '../testing/model.ts';
import { linesOf } from '../testing/shrinking.ts';
import type { Trace } from '../model/trace.ts';
import { isBetter } from './case.ts';
import type { Finding } from './finding.ts';
import type { GradeBudget } from './grade.ts';
import type { Known } from './known.ts';
import type { Clock } from './pace.ts';
import { searchAtRandom } from './random.ts';
import type { Progress, SearchOptions } from './search-options.ts';
import { specification } from '../properties/linux.ts';

const rc1: Partial<Switches> = { pasidFreeAt: 'mmput', unbindIndex: 'mm-pasid' };

/** A search for so many commands, with all that it told. */
function search(off: Partial<Switches>, commands: number, more: Partial<SearchOptions> = {}) {
  const found: { finding: Finding; isKnown: boolean }[] = [];
  const progress = searchAtRandom({
    specification,
    port: kernel(off),
    world: sva,
    seed: 1,
    first: false,
    goOn: (p) => p.commands < commands,
    onFinding: (finding, { isKnown }) => found.push({ finding, isKnown }),
    ...more,
  });
  return { found, progress };
}

const places = (found: readonly { finding: Finding }[]) =>
  found.map(({ finding }) => violationText(finding));

const provenance = ({ finding }: { finding: Finding }) => finding.provenance;

describe('a random search', () => {
  it('finds nothing on the reference kernel', () => {
    const { found, progress } = search({}, 10_000);
    expect(found).toEqual([]);
    expect(progress.findings).toBe(0);
    expect(progress.commands).toBeGreaterThanOrEqual(10_000);
  });

  it('goes on behind what it found on a kernel without that, and tells no more of it', () => {
    const keepsMutex = { uacceRefusal: 'returns-at-once' } as const;
    const both = { pasidFreeAt: 'mmput', ...keepsMutex } as const;
    const all = places(search(both, 2_000).found);
    const better = [kernel(keepsMutex), kernel({})];
    const { found } = search(both, 2_000, { mends: () => better.shift() });
    expect(all.length).toBeGreaterThan(2);
    expect(found.length).toBe(2);
    expect(places(search(keepsMutex, 2_000).found)).toContain(places(found)[1]);
  });

  it('tells each law and place once, shrunk', () => {
    const { found } = search(rc1, 5000);
    expect(new Set(places(found)).size).toBe(found.length);
    expect(found.length).toBeGreaterThan(3);
    const handedOut = found.find(
      ({ finding }) => placeText(finding.place) === 'handed out while held',
    )!;
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
      const twin = other.find(({ finding: f }) => sameViolation(f, finding));
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

describe('on a kernel that is known for something', () => {
  const close: Partial<Switches> = { uacceVmaClose: 'keeps-region' };
  it('a violation that it explains is told as known, in the end', () => {
    const { found, progress } = search(close, 5000, { known: knownLaw({}, 'answers-conform') });
    expect(places(found)).toContain('answers-conform: mmap: EEXIST');
    expect(found.every(({ isKnown }) => isKnown)).toBe(true);
    expect([progress.known, progress.findings, progress.undecided]).toEqual([found.length, 0, 0]);
  });

  it('a violation that it does not explain is new, though it is gone where that is mended', () => {
    const { found } = search(close, 5000, { known: knownLaw({}, 'isolation') });
    expect(places(found)).toContain('answers-conform: mmap: EEXIST');
    expect(found.every(({ isKnown }) => !isKnown)).toBe(true);
  });

  it('a violation that remains on the mended kernel is new', () => {
    const { found } = search({ ...close, ...rc1 }, 5000, {
      known: knownLaw(rc1, 'answers-conform'),
    });
    expect(places(found.filter(({ isKnown }) => isKnown))).toContain(
      'answers-conform: mmap: EEXIST',
    );
    expect(places(found.filter(({ isKnown }) => !isKnown))).toContain(
      'pasid-uniqueness: handed out while held',
    );
  });

  it('what is new is shrunk to a trace that is new as well', () => {
    // Whatever begins with an open is known; so the shrinker may not come to the trace that does.
    const known = {
      mended: kernel({}),
      explains: ({ steps }: Trace) => steps[0]!.kind === 'open',
    };
    const { found } = search(close, 20_000, {
      known,
      pursues: (b) => placeText(b.place) === 'mmap: EEXIST',
    });
    const fresh = found.find(({ isKnown }) => !isKnown);
    expect(fresh!.finding.trace.steps[0]!.kind).not.toBe('open');
    expect(found.filter(({ isKnown }) => isKnown).length).toBe(1);
  });

  it('what looked known is new if its simplest trace is not explained', () => {
    const known = {
      mended: kernel({}),
      explains: ({ steps }: Trace) => steps.length > 4,
    };
    const { found } = search(close, 5000, {
      known,
      pursues: (b) => placeText(b.place) === 'mmap: EEXIST',
    });
    expect(found.map(({ isKnown }) => isKnown)).toEqual([false]);
    expect(found[0]!.finding.trace.steps.length).toBe(4);
  });

  it('what is known does not end a search for the first', () => {
    const { found } = search({ ...close, ...rc1 }, 20_000, {
      known: knownLaw(rc1, 'answers-conform'),
      first: true,
    });
    expect(found.map(({ isKnown }) => isKnown)).toEqual([false]);
  });
});

describe('with a clock that ends it', () => {
  const grading: GradeBudget = { states: 300, certified: 500, subsequences: 300, schedules: 300 };
  const timed = (clock: Clock, more: Partial<SearchOptions> = {}) => {
    const told: { finding: Finding; was: Finding | undefined }[] = [];
    const { progress } = search(rc1, Infinity, {
      clock,
      grading,
      goOn: () => true,
      onFinding: (finding, { was }) => told.push({ finding, was }),
      ...more,
    });
    return { told, progress, end: clock.now() };
  };

  it('it is over then, with half a second for what is in hand', () => {
    const { end } = timed(ticking(0.1, 500));
    expect(end).toBeGreaterThan(300);
    expect(end).toBeLessThan(500 + 500 + 50);
  });

  it('a finding is told before everything is known of it, and again when more is', () => {
    const { told } = timed(ticking(0.1, 120));
    const again = told.filter(({ was }) => was !== undefined);
    expect(again.length).toBeGreaterThan(0);
    for (const { finding, was } of again) expect(isBetter(specification, finding, was!)).toBe(true);
    const last = new Map(told.map(({ finding }) => [keyOf(finding), finding]));
    for (const { trace } of last.values()) expect(trace.steps.length).toBeLessThanOrEqual(20);
  });

  it('it ends at once when that is wanted, and says so', () => {
    let asked = 0;
    const { progress, end } = timed(ticking(0.01, 1e9), { isStopped: () => ++asked > 200 });
    expect(progress.isStopped).toBe(true);
    expect(end).toBeLessThan(1000);
  });
});

/** What is said to be known: breaks of this law. */
function knownLaw(off: Partial<Switches>, law: string): Known {
  return { mended: kernel(off), explains: (_trace, broken) => broken.law === law };
}

/** A clock that goes on by so much at each look. */
function ticking(tick: number, ends: number): Clock {
  let now = 0;
  return { now: () => (now += tick), ends };
}

function kernel(off: Partial<Switches>): SimulatedKernel {
  return new SimulatedKernel('test', { ...reference, ...off });
}
