import { expect, it } from 'vitest';
import { findKernel, simulate } from '../../defects/kernels.ts';
import type { Command } from '../../model/command.ts';
import { findWorld } from '../../model/worlds.ts';
import { specification } from '../../properties/linux.ts';
import { Moves } from '../exhaustive/moves.ts';
import { Judge } from '../judge.ts';
import { type Diverged, firstDivergence } from './divergence.ts';
import { sharedGauges } from './shared-gauges.ts';

const tiny = findWorld('sva-tiny');

/** The first difference of two kernels in the world `sva-tiny`. */
export function between(one: string, other: string, depth: number, states = 100_000): Diverged {
  return firstDivergence({
    specification,
    ports: [simulate(findKernel(one)), simulate(findKernel(other))],
    world: tiny,
    symmetry: 'names',
    depth,
    states,
  });
}

/** The search finds the length that running every trace on both kernels finds. */
export function differsWhereAllTracesSay(one: string, other: string, depth: number): void {
  it(`${one} and ${other} first differ where running every trace on both says so`, () => {
    const { agreed, divergence } = between(one, other, depth);
    expect(agreed).toBe(differsAfter(one, other, depth) - 1);
    expect(divergence?.trace.steps.length ?? depth + 1).toBe(agreed + 1);
  }, 60_000);
}

/** The length of the shortest trace after which two kernels differ in an answer or a gauge, by running all; `depth` + 1 if none does. */
function differsAfter(one: string, other: string, depth: number): number {
  const kernels = [one, other].map((name) => simulate(findKernel(name)));
  let traces: (readonly Command[])[] = [[]];
  for (let length = 1; length <= depth; length++) {
    const longer: (readonly Command[])[] = [];
    for (const trace of traces)
      for (const next of nextOf(trace)) {
        const steps = [...trace, next];
        const [a, b] = kernels.map((kernel) => outcome(kernel, steps));
        if (a !== b) return length;
        longer.push(steps);
      }
    traces = longer;
  }
  return depth + 1;
}

/** What can come after a trace, by the model. */
function nextOf(trace: readonly Command[]): Command[] {
  const kernel = simulate(findKernel('reference'));
  const judge = judged(kernel, trace);
  const moves = new Moves(specification, judge.state, Object.values(judge.rules));
  moves.collect(namesAfter(trace, judge));
  return moves.list.map((c) => ({ ...c }));
}

/** The next name of each sort. */
function namesAfter(trace: readonly Command[], { rules }: Judge): number[] {
  const names = specification.vocabulary.sorts.map(({ first = 0 }) => first);
  for (const { kind } of trace) {
    const sort = Moves.makes(specification, rules[kind]!);
    if (sort >= 0) names[sort]!++;
  }
  return names;
}

function judged(kernel: ReturnType<typeof simulate>, trace: readonly Command[]): Judge {
  const judge = new Judge(specification, kernel, tiny, () => undefined);
  judge.reset();
  for (const c of trace) judge.step(c, { looksAt: 'complaints' });
  return judge;
}

/** The answers, the broken laws, what can be seen in the end, and at rest if all processes have exited. */
function outcome(kernel: ReturnType<typeof simulate>, steps: readonly Command[]): string {
  const broken = new Set<string>();
  const judge = new Judge(specification, kernel, tiny, ({ law }) => void broken.add(law));
  judge.reset();
  const answers = steps.map((c) => {
    const answer = judge.step(c, { looksAt: 'complaints' });
    judge.look(false);
    return answer && [answer.errno, answer.value];
  });
  const gauges = sharedGauges(specification, [kernel, kernel], { world: tiny, steps });
  const shown = (): string[] => gauges.map((g) => g.read(kernel.observe(), judge.state));
  const seen: unknown[] = [answers, shown()];
  if (judge.state.isOver()) {
    judge.rest();
    seen.push(shown());
  }
  return JSON.stringify([seen, [...broken].toSorted()]);
}
