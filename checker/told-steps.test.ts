import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findKernel, simulate } from '../defects/kernels.ts';
import { allPoints } from '../implementation/kernel/points.ts';
import { sva } from '../testing/model.ts';
import { parseSteps } from '../model/linux.ts';
import { findWorld } from '../model/worlds.ts';
import { traces } from './arbitrary.ts';
import { Runner } from './run.ts';
import { toldSteps } from './told-steps.ts';
import { specification } from '../properties/linux.ts';

const listed = 'uacce_fops_open: bound, not yet listed';

const tell = (...lines: readonly string[]) =>
  toldSteps(specification, simulate(findKernel('reference')), {
    world: sva,
    steps: parseSteps(...lines),
  });

describe('of each step it is told', () => {
  it('what was answered, and what became of the allocation that was to fail', () => {
    expect(tell('open p0 d0 -> f0', 'fork p0 -> p1 [allocation 9 fails]')).toMatchObject([
      { state: 'answered', answer: 'PASID 1', isAdded: false },
      { state: 'answered', answer: expect.stringMatching(/^success, nothing failed: it makes \d/) },
    ]);
  });

  it('where it was left, and at which step it went on', () => {
    const [open, gp, first, second] = tell(
      `open p0 d0 -> f0 [stops at ${listed}]`,
      'gp',
      'continue p0 [stops at mmput: last user gone, notifiers not yet told]',
    );
    expect(open).toMatchObject({ state: 'suspended', at: listed, resumedAt: 2 });
    expect(gp).toMatchObject({ state: 'answered' });
    expect(first).toMatchObject({
      state: 'answered',
      answer: 'PASID 1',
      continues: 0,
      missed: 'mmput: last user gone, notifiers not yet told',
    });
    expect(second).toBe(undefined);
  });

  it('for what it waited, and that it went on in the end, which is a step of its own', () => {
    const [open, remove, ...added] = tell(
      `open p0 d0 -> f0 [stops at ${listed}]`,
      'hotplug d0 remove',
    );
    expect(open).toMatchObject({ state: 'suspended', resumedAt: 2 });
    expect(remove).toMatchObject({ state: 'waiting', at: 'uacce_remove', resumedAt: 3 });
    expect(added).toMatchObject([
      { isAdded: true, continues: 0, answer: 'PASID 1' },
      { isAdded: true, continues: 1, answer: 'success' },
    ]);
  });

  it('why it was not issued', () => {
    expect(tell('close p0 f0', 'gp')).toMatchObject([
      { state: 'not issued', why: 'there is no f0' },
      { state: 'answered' },
    ]);
  });

  it('one or the other, in any trace of which steps were left out and others stop', () => {
    const marks = fc.infiniteStream(
      fc.record(
        { drop: fc.constant(true), stops: fc.constantFrom(...allPoints), fails: fc.nat(9) },
        { requiredKeys: [] },
      ),
    );
    for (const world of [sva, findWorld('both')])
      fc.assert(
        fc.property(traces(specification, world), marks, (drawn, stream) => {
          const steps = drawn.steps.flatMap((c) => {
            const { drop, stops, fails = 0 } = stream.next().value;
            if (drop === true) return [];
            return [{ ...c, ...(stops && { stops }), ...(fails > 0 && { fails }) }];
          });
          const port = simulate(findKernel('reference'));
          const told = toldSteps(specification, port, { world, steps });
          const outcome = new Runner(specification, port, world).run(steps, {});
          const left = told.filter((step) => step.state === 'not issued');
          if (outcome.ended === 'whole') expect(left).toHaveLength(outcome.skipped);
          for (const step of left) expect(step.why).toMatch(/./);
        }),
        { seed: 5, numRuns: 12, endOnFailure: true },
      );
  });
});
