import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findKernel, simulate } from '../defects/kernels.ts';
import type { Broken } from '../model/judgement.ts';
import { commandText } from '../model/linux.ts';
import type { World } from '../model/world.ts';
import { worlds } from '../model/worlds.ts';
import { type Bound, bounds, hasItsNeeds, withBound } from '../model/world-bounds.ts';
import { parseWorld, worldText } from '../model/world-text.ts';
import { drawFrom } from './arbitrary.ts';
import { generatorOf } from './generate.ts';
import { stream } from './randomness.ts';
import { Runner } from './run.ts';
import { hasDevices } from '../model/sva/bounds.ts';
import { hasVfio } from '../model/vfio/bounds.ts';
import { specification } from '../properties/linux.ts';

/** A world that somebody could ask for: some bounds of a named one are others. */
const ownWorld: fc.Arbitrary<World> = fc
  .tuple(
    fc.constantFrom(...worlds),
    fc.array(
      fc
        .constantFrom(...bounds)
        .chain((bound) => valueOf(bound).map((value) => ({ bound, value }))),
      { minLength: 1, maxLength: 8 },
    ),
  )
  .map(([like, changes]) =>
    changes.reduce((world, { bound, value }) => withBound(world, bound, value), like),
  )
  .filter((world) => hasDevices(world) || hasVfio(world))
  .filter((world) => bounds.every((bound) => hasItsNeeds(world, bound)))
  .map((world) => parseWorld(worldText(world)));

function valueOf({ values }: Bound): fc.Arbitrary<Parameters<typeof withBound>[2]> {
  switch (values.kind) {
    case 'number':
      return fc.constantFrom(values.min, values.max, Math.ceil((values.min + values.max) / 2));
    case 'flag':
      return fc.boolean();
    case 'things':
      return fc.array(fc.constantFrom(...values.of), { minLength: 1, maxLength: values.max });
    case 'words':
      return fc.shuffledSubarray([...values.of], { minLength: 1 });
    default:
      return fc.shuffledSubarray([...values.of], { minLength: 1 });
  }
}

describe('in a world of one’s own', () => {
  const reference = findKernel('reference');
  const all = fc.sample(ownWorld, { seed: 6, numRuns: 100 });

  it.each(all.map((world) => ({ world, name: worldText(world) })))(
    'the reference breaks no law ($name)',
    ({ world }) => {
      const runner = new Runner(specification, simulate(reference), world);
      const generator = generatorOf(specification, world, undefined, 10);
      const draw = drawFrom(stream(7, 'own worlds'));
      for (let n = 0; n < 100; n++) {
        const steps = generator.trace(draw);
        const found: Broken[] = [];
        runner.run(steps, { broken: (_step, broken) => void found.push(broken) });
        expect(found, steps.map(commandText).join('\n')).toEqual([]);
      }
    },
    60_000,
  );
});
