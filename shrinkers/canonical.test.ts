import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { violationText } from '../model/judgement.ts';
import { traces } from '../checker/arbitrary.ts';
import { findWorld } from '../model/worlds.ts';
import { runnerWith } from '../testing/judge.ts';
import { sva } from '../testing/model.ts';
import { linesOf, traceOf } from '../testing/shrinking.ts';
import { canonical } from './canonical.ts';
import { specification } from '../properties/linux.ts';

const form = (...lines: readonly string[]) => linesOf(canonical(traceOf(lines), specification));
/** Its groups: mdev, passthrough, mdev. */
const vfioForm = (...lines: readonly string[]) =>
  linesOf(canonical({ ...traceOf(lines), world: findWorld('vfio') }, specification));

describe('the canonical form of a trace', () => {
  it('names everything by its first appearance; p0 stays p0', () => {
    expect(form('fork p0 -> p2', 'open p2 d1 -> f3', 'exit p0', 'close p2 f3')).toEqual([
      'fork p0 -> p1',
      'open p1 d0 -> f0',
      'exit p0',
      'close p1 f0',
    ]);
  });

  it('is without commands that use what nobody makes, or only later, and without those that need them', () => {
    expect(
      form('close p0 f0', 'fork p1 -> p2', 'open p2 d0 -> f1', 'dma f1', 'open p0 d0 -> f0'),
    ).toEqual(['open p0 d0 -> f0']);
  });

  it('keeps what cannot run for other reasons: only running it can tell', () => {
    const refused = ['open p0 d0 -> f0', 'close p0 f0', 'close p0 f0', 'exit p0', 'exit p0'];
    expect(form(...refused)).toEqual(refused);
  });

  it('lowers groups of VFIO to the first of their kind: another kind is another device', () => {
    const open = 'container p0 type1v2 -> c0';
    expect(vfioForm(open, 'attach p0 c0 g2')).toEqual([open, 'attach p0 c0 g0']);
    expect(vfioForm(open, 'attach p0 c0 g1')).toEqual([open, 'attach p0 c0 g1']);
    expect(vfioForm(open, 'attach p0 c0 g2', 'attach p0 c0 g1', 'attach p0 c0 g0')).toEqual([
      open,
      'attach p0 c0 g0',
      'attach p0 c0 g1',
      'attach p0 c0 g2',
    ]);
  });

  it('is the same object where there is nothing to do', () => {
    const trace = traceOf(['open p0 d0 -> f0', 'close p0 f0']);
    expect(canonical(trace, specification)).toBe(trace);
  });

  it('is its own canonical form, and runs as the trace does', () => {
    const runner = runnerWith({ pasidFreeAt: 'mmput', uaccePutQ: 'stop-and-put' });
    const broken = (trace: ReturnType<typeof traceOf>) => {
      const places: string[] = [];
      runner.run(trace.steps, { broken: (_step, b) => places.push(violationText(b)) });
      return places;
    };
    fc.assert(
      fc.property(traces(specification, sva), fc.nat(), (drawn, cut) => {
        // without some command, so that others are left without what they use
        const steps = drawn.steps.toSpliced(cut % drawn.steps.length, 1);
        const trace = { ...drawn, steps };
        const found = canonical(trace, specification);
        expect(canonical(found, specification)).toBe(found);
        expect(broken(found)).toEqual(broken(trace));
      }),
      { seed: 12, numRuns: 300, endOnFailure: true },
    );
  });
});
