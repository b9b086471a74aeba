import { describe, expect, it } from 'vitest';
import { breaksOf, needsInterleaving } from '../../defects/defect.ts';
import { kernelWith } from '../../defects/identify.ts';
import { defects } from '../../defects/index.ts';
import type { Command } from '../../model/command.ts';
import { findWorld } from '../../model/worlds.ts';
import type { World } from '../../model/world.ts';
import { compare } from '../../shrinkers/simpler.ts';
import { switchesIn } from '../../testing/switches.ts';
import { fewestSwitches } from './fewest-switches.ts';
import { specification } from '../../properties/linux.ts';

/** One race needs two stops: the device has to be going before the mmap that it refuses begins. */
const twoStops = new Set(['sva-callback-reads-freed-cd']);

/** The races of the catalogue that need such a world. */
export function racesNeedFewStops(need: (world: World) => boolean): void {
  const racing = defects.filter(
    (defect) => needsInterleaving(defect) && need(findWorld(defect.world)),
  );
  describe.each(racing)('the commands of $id', (defect) => {
    it('break its law where one is left, or two, in no schedule with fewer switches, and as simply as the catalogue says at least', () => {
      for (const { law, place, world, shortest } of breaksOf(defect).filter(needsInterleaving)) {
        const trace = { world: findWorld(world), steps: shortest };
        const target = { law, place, witness: '' };
        const found = fewestSwitches(specification, kernelWith(defect), trace, target, 50_000);
        const switches = switchesIn(kernelWith(defect), trace);
        expect(found).toMatchObject({ switches, isProven: true });
        expect(compare(found.trace, trace, specification)).toBeLessThanOrEqual(0);
        expect(stopsIn(found.trace.steps)).toBe(twoStops.has(defect.id) ? 2 : 1);
      }
    });
  });
}

function stopsIn(steps: readonly Command[]): number {
  return steps.filter((c) => c.stops !== undefined).length;
}
