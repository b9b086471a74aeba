import { describe, expect, it } from 'vitest';
import { breaksOf, needsInterleaving } from '../defects/defect.ts';
import { kernelWith } from '../defects/identify.ts';
import { defects } from '../defects/index.ts';
import { findWorld } from '../model/worlds.ts';
import type { World } from '../model/world.ts';
import { passes } from '../shrinkers/passes/index.ts';
import { lengthOfTrace } from '../shrinkers/simpler.ts';
import { traceOf } from '../testing/shrinking.ts';
import { switchesIn } from '../testing/switches.ts';
import { Runner } from './run.ts';
import { simplest } from './simplest.ts';
import { specification } from '../properties/linux.ts';

/** The races of the catalogue that need such a world. */
export function racesBecomeShort(need: (world: World) => boolean): void {
  const racing = defects.filter(
    (defect) => needsInterleaving(defect) && need(findWorld(defect.world)),
  );
  describe.each(racing)('a trace of $id', (defect) => {
    it('with more commands and more switches becomes one as short as the catalogue has it', () => {
      for (const { law, place, world: name, shortest } of breaksOf(defect).filter(
        needsInterleaving,
      )) {
        const world = findWorld(name);
        const kernel = kernelWith(defect);
        const runner = new Runner(specification, kernel, world);
        const steps = shortest.flatMap((c) => [c, ...traceOf(['gp', 'work'], world).steps]);
        const target = { law, place, witness: '' };
        const found = simplest(kernel, runner, { world, steps }, target, passes);
        expect(lengthOfTrace(found.trace)).toBeLessThanOrEqual(
          lengthOfTrace({ world, steps: shortest }),
        );
        const count = switchesIn(kernel, { world, steps: shortest });
        expect(found.switches).toMatchObject({ count, isProven: true });
      }
    });
  });
}
