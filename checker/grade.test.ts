import { describe, expect, it } from 'vitest';
import type { Defect } from '../defects/defect.ts';
import { kernelWith } from '../defects/identify.ts';
import { defects } from '../defects/index.ts';
import type { Port } from '../implementation/port.ts';
import { findWorld } from '../model/worlds.ts';
import { linesOf, traceOf } from '../testing/shrinking.ts';
import { refute } from './certificate/certify.ts';
import { type GradeBudget, type Graded, Grader, ordinaryBudget } from './grade.ts';
import { firstBreak } from './reproduce.ts';
import { Runner } from './run.ts';
import { specification } from '../properties/linux.ts';

function byId(id: string): Defect {
  return defects.find((defect) => defect.id === id)!;
}

const daemon = byId('mm-pasid-drop-fork-daemon');
const world = findWorld('sva-small');
const shortest = ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'open p1 d0 -> f1'];

/** Enough to know everything about traces of four commands, of which the search expands three levels. */
const enough: GradeBudget = { states: 500, certified: 2500, subsequences: 3000, schedules: 3000 };
/** The exhaustive search ends in its first level. */
const noSearch: GradeBudget = { ...enough, states: 1 };

function targetOf({ law, place }: Defect) {
  return { law, place, witness: '' };
}

function grade(lines: readonly string[], budget: GradeBudget, port?: Port): Graded {
  const grader = new Grader(specification, port ?? kernelWith(daemon), world, budget);
  return grader.grade(traceOf(lines, world), targetOf(daemon));
}

describe('proven shortest', () => {
  it('is a trace of which the search knows no shorter one, with a certificate that holds', () => {
    const { trace, grade: given, certificate } = grade(shortest, enough);
    expect([linesOf(trace), given]).toEqual([shortest, 'proven shortest']);
    expect(certificate!.commands).toBe(3);
    expect(
      refute(specification, kernelWith(daemon), trace, targetOf(daemon), certificate!),
    ).toEqual([]);
  });

  it('is what the search puts in the place of a trace that is longer', () => {
    const long = ['exec p0', ...shortest.slice(0, 2), 'gp', ...shortest.slice(2)];
    const { trace, grade: given, certificate, executions } = grade(long, enough);
    expect([linesOf(trace), given]).toEqual([shortest, 'proven shortest']);
    expect(certificate).toBeDefined();
    expect(executions).toBeGreaterThan(0);
  });

  it('needs no search of its own length: every shorter trace is enough', () => {
    // the budget ends in the level of three commands, which are all judged by then
    const { grade: given } = grade(shortest, { ...enough, states: 160 });
    expect(given).toBe('proven shortest');
  });

  it('comes without a certificate if that would be too much to show', () => {
    const { grade: given, certificate } = grade(shortest, {
      ...enough,
      states: 160,
      certified: 10,
    });
    expect([given, certificate]).toEqual(['proven shortest', undefined]);
  });

  it.each(defects.filter(({ shortest: s }) => s.length === 2).slice(0, 4))(
    'is given to $id',
    (d) => {
      const its = findWorld(d.world);
      const grader = new Grader(specification, kernelWith(d), its, { ...enough, states: 60 });
      const graded = grader.grade({ world: its, steps: d.shortest }, targetOf(d));
      expect(graded.grade).toBe('proven shortest');
      expect(graded.certificate?.commands).toBe(1);
    },
  );
});

describe('no shorter subsequence', () => {
  it('is what can be said where the search ends too early', () => {
    const { trace, grade: given, certificate } = grade(shortest, noSearch);
    expect([linesOf(trace), given]).toEqual([shortest, 'no shorter subsequence']);
    expect(certificate).toBeUndefined();
  });

  it('is all that can be said if one level is missing', () => {
    const { grade: given } = grade(shortest, { ...enough, states: 70 });
    expect(given).toBe('no shorter subsequence');
  });

  it('is said of a trace from which everything was taken that can be', () => {
    const long = ['fork p0 -> p7', 'exit p7', ...shortest.slice(0, 2), 'gp', ...shortest.slice(2)];
    const { trace, grade: given } = grade(long, noSearch);
    expect([linesOf(trace), given]).toEqual([shortest, 'no shorter subsequence']);
  });
});

describe('no single deletion helps', () => {
  it('is what is left without a budget', () => {
    const { trace, grade: given } = grade(shortest, {
      states: 1,
      certified: 1,
      subsequences: 1,
      schedules: 1,
    });
    expect([linesOf(trace), given]).toEqual([shortest, 'no single deletion helps']);
  });

  it('is what can be said of an implementation that cannot be put back, if there is too much to run', () => {
    const few = { ...enough, certified: 100 };
    const { trace, grade: given } = grade(shortest, few, notPutBack());
    expect([linesOf(trace), given]).toEqual([shortest, 'no single deletion helps']);
  });
});

it('whatever the budget, the trace breaks the law and is not longer', () => {
  const long = ['fork p0 -> p7', 'exit p7', 'exec p0', ...shortest];
  const runner = new Runner(specification, kernelWith(daemon), world);
  for (const states of [1, 20, 200])
    for (const subsequences of [1, 20, 200]) {
      const { trace } = grade(long, { states, certified: 1, subsequences, schedules: 1 });
      expect(trace.steps.length).toBeLessThanOrEqual(long.length);
      expect(firstBreak(runner, trace, targetOf(daemon))).toBeDefined();
    }
});

it('the ordinary budget proves four commands', () => {
  const { grade: given, certificate } = grade(shortest, ordinaryBudget);
  expect([given, certificate?.commands]).toEqual(['proven shortest', 3]);
});

function notPutBack(): Port {
  return Object.assign(kernelWith(daemon), { memory: undefined });
}
