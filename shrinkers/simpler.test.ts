import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traces } from '../checker/arbitrary.ts';
import { commands } from '../model/order.ts';
import type { Trace } from '../model/trace.ts';
import { sva } from '../testing/model.ts';
import { linesOf, traceOf } from '../testing/shrinking.ts';
import { passes } from './passes/index.ts';
import { compare, rankOf } from './simpler.ts';
import { specification } from '../properties/linux.ts';

const order = (a: Trace, b: Trace) => Math.sign(compare(a, b, specification));

/** The order of two traces, each line by line: -1 where the first is simpler. */
const orderOf = (a: readonly string[], b: readonly string[]) => order(traceOf(a), traceOf(b));

describe('a trace is simpler', () => {
  it.each([
    ['with fewer commands', ['hotplug d0 remove'], ['open p0 d0 -> f0', 'close p0 f0']],
    [
      'with fewer commands, however often one is left: a continuation is none',
      ['exec p0 [stops at x]', 'gp', 'continue p0 [stops at y]', 'continue p0'],
      ['gp', 'gp', 'gp'],
    ],
    [
      'else with fewer stops and continuations',
      ['exec p0 [stops at x]', 'gp', 'continue p0'],
      ['exec p0 [stops at x]', 'gp', 'continue p0 [stops at y]', 'continue p0'],
    ],
    [
      'else where what is left goes on in the end',
      ['exec p0 [stops at x]'],
      ['exec p0 [stops at x]', 'continue p0'],
    ],
    [
      'a continuation counting as much as a stop',
      ['exec p0 [stops at x]', 'exec p1 [stops at x]'],
      ['exec p0 [stops at x]', 'exec p1', 'continue p0', 'continue p0'],
    ],
    [
      'with fewer of those though more allocations fail',
      ['fork p0 -> p1 [allocation 1 fails]', 'gp'],
      ['fork p0 -> p1 [stops at x]', 'gp'],
    ],
    [
      'else with fewer allocations that fail',
      ['fork p7 -> p9'],
      ['fork p0 -> p1 [allocation 1 fails]'],
    ],
    [
      'else with fewer processes',
      ['open p0 d0 -> f0', 'hotplug d0 remove'],
      ['fork p0 -> p1', 'exit p0'],
    ],
    [
      'else with fewer devices',
      ['alloc -> n0', 'hotplug d0 remove'],
      ['open p0 d0 -> f0', 'open p0 d1 -> f1'],
    ],
    ['else with fewer PASIDs', ['gp', 'work'], ['alloc -> n0', 'free n0']],
    ['else with plainer commands', ['open p0 d0 -> f9'], ['fork p0 -> p1']],
    ['else with lower names', ['open p0 d0 -> f0'], ['open p0 d0 -> f1']],
    ['and with an earlier word of a list', ['mmap p0 f0 mmio'], ['mmap p0 f0 dus']],
    [
      'and with an earlier stop in the alphabet',
      ['exec p0 [stops at a]'],
      ['exec p0 [stops at b]'],
    ],
    [
      'else if it reads first, command by command',
      ['open p0 d0 -> f0', 'close p0 f1'],
      ['open p0 d0 -> f1', 'close p0 f0'],
    ],
  ])('%s', (_says, simpler, other) => {
    expect(orderOf(simpler, other)).toBe(-1);
    expect(orderOf(other, simpler)).toBe(1);
  });

  it('never than itself', () => {
    expect(orderOf(['open p0 d0 -> f0', 'gp'], ['open p0 d0 -> f0', 'gp'])).toBe(0);
  });
});

describe('the order', () => {
  /** Traces, and what passes make of them: those are often of the same length and measure. */
  const related = fc
    .tuple(traces(specification, sva), fc.nat({ max: 50 }), fc.nat({ max: 50 }))
    .map(([trace, i, j]): readonly [Trace, Trace, Trace] => {
      const near = (n: number): Trace => {
        let left = n;
        for (const pass of passes.toReversed())
          for (const candidate of pass.candidates(trace, specification))
            if (left-- === 0) return candidate;
        return trace;
      };
      return [trace, near(i), near(j)];
    });
  const unrelated = fc.tuple(
    traces(specification, sva),
    traces(specification, sva),
    traces(specification, sva),
  );
  const three = fc.oneof(related, unrelated);

  it('is antisymmetric', () => {
    fc.assert(
      fc.property(three, ([a, b]) => order(a, b) === -order(b, a)),
      { seed: 5, numRuns: 80, endOnFailure: true },
    );
  });

  it('is transitive', () => {
    fc.assert(
      fc.property(three, (traced) => {
        const [a, b, c] = traced.toSorted(order) as [Trace, Trace, Trace];
        return order(a, b) <= 0 && order(b, c) <= 0 && order(a, c) <= 0;
      }),
      { seed: 6, numRuns: 80, endOnFailure: true },
    );
  });

  it('calls only equal traces equal', () => {
    fc.assert(
      fc.property(three, ([a, b]) => {
        const same = linesOf(a).join('\n') === linesOf(b).join('\n');
        return (order(a, b) === 0) === same;
      }),
      { seed: 7, numRuns: 80, endOnFailure: true },
    );
  });
});

describe('the rank of a command', () => {
  it('is its place in the model’s list', () => {
    const ranks = rankOf(specification);
    expect(commands.map((r) => ranks.get(r.kind))).toEqual(commands.map((_, i) => i));
  });
});
