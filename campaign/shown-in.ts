import { firstBreak } from '../checker/reproduce.ts';
import { Runner } from '../checker/run.ts';
import { type Break, breaksOf, type Defect } from '../defects/defect.ts';
import { simulate } from '../defects/kernels.ts';
import type { Version } from '../implementation/versions/index.ts';
import { isContinuation } from '../model/continuations.ts';
import { fits } from '../model/feature.ts';
import type { World } from '../model/world.ts';
import { findWorld, worlds } from '../model/worlds.ts';
import { specification } from '../properties/linux.ts';
import { Attributor } from './attributor.ts';

/** Whether a shortest trace of the defect shows it in this release; in another world if the release does not fit its own. */
export function isShownIn(version: Version, defect: Defect): boolean {
  return placesIn(version, defect).next().done !== true;
}

/** Whether it is shown, and the defect is its cause there. */
export function isCauseIn(version: Version, defect: Defect): boolean {
  for (const { world, broken } of placesIn(version, defect)) {
    const { law, place, shortest: steps } = broken;
    const { causes } = new Attributor(world).attribute(version, { steps }, { law, place });
    if (causes.some(({ id }) => id === defect.id)) return true;
  }
  return false;
}

interface Shown {
  readonly world: World;
  readonly broken: Break;
}

function tracesOfReleases({ inReleases = [], world }: Defect): Required<Break>[] {
  return inReleases.map((broken) => ({ world, ...broken }));
}

function* placesIn(version: Version, defect: Defect): Generator<Shown, void> {
  const kernel = simulate(version);
  const { commands } = kernel.capabilities;
  for (const broken of [...breaksOf(defect), ...tracesOfReleases(defect)]) {
    const { shortest: steps } = broken;
    if (!steps.every((c) => isContinuation(c) || commands.has(c.kind))) continue;
    const own = findWorld(broken.world);
    const fitting = fits(version, own) ? [own] : worlds.filter((w) => fits(version, w));
    for (const world of fitting) {
      const runner = new Runner(specification, kernel, world);
      const found = firstBreak(runner, { world, steps }, { ...broken, witness: '' });
      if (found !== undefined) yield { world, broken };
    }
  }
}
