import { describe, expect, it } from 'vitest';
import { commandText } from '../../model/linux.ts';
import { between, differsWhereAllTracesSay } from './divergence.contract.ts';
import type { Diverged } from './divergence.ts';

const linesOf = ({ divergence }: Diverged): string[] | undefined =>
  divergence?.trace.steps.map(commandText);

describe('the first difference of two kernels', () => {
  it('is none between a kernel and itself, as far as the search went', () => {
    const { divergence, agreed, states } = between('reference', 'reference', 4);
    expect([divergence, agreed]).toEqual([undefined, 4]);
    expect(states).toBeGreaterThan(100);
  });

  it('is the free of the PASID with the last user, not with the last reference', () => {
    const found = between('linux-5.18-rc1', 'linux-5.18', 4);
    expect(linesOf(found)).toEqual(['open p0 d0 -> f0', 'exit p0']);
    expect(found.agreed).toBe(1);
    expect(found.divergence!.shows).toContainEqual({
      title: 'PASID 1',
      values: ['free', 'mm0'],
    });
    const laws = found.divergence!.laws.map(({ side, broken }) => [side, broken.law]);
    expect(laws).toContainEqual([0, 'no-reuse-while-referenced']);
    expect(laws.every(([side]) => side === 0)).toBe(true);
  });

  it('is an answer, where only that differs', () => {
    const found = between('reference', 'reference+pasidOrder=cyclic', 4);
    expect(found.divergence!.answers.at(-1)).toEqual(['PASID 1', 'PASID 2']);
    expect(found.divergence!.trace.steps).toHaveLength(3);
  });

  it('may show only when all deferred work has run', () => {
    const { divergence } = between('reference', 'ioasid-mutex-in-srcu-callback', 4);
    expect(divergence).toMatchObject({ isAtRest: true });
    expect(divergence!.laws.map(({ broken }) => broken.law)).toEqual(['no-splat']);
  });

  it('tells nothing of what was not searched', () => {
    expect(between('reference', 'reference+pasidOrder=cyclic', 2).agreed).toBe(2);
    const stopped = between('reference', 'reference', 9, 50);
    expect(stopped.agreed).toBeLessThan(9);
  });
});

describe('of all traces of two commands', () => {
  differsWhereAllTracesSay('linux-5.17', 'linux-5.18-rc1', 2);
  differsWhereAllTracesSay('linux-5.18-rc1', 'linux-5.18', 2);
  differsWhereAllTracesSay('reference', 'fork-inherits-mm-pasid', 2);
  differsWhereAllTracesSay('reference', 'reference+pasidOrder=cyclic', 2);
});
