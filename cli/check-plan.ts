import type { SearchOrder } from '../campaign/search-order.ts';
import type { SchedulerName } from '../checker/interleavings/interleaver.ts';
import type { Version } from '../implementation/versions/index.ts';
import { fits, firstWorlds } from '../model/feature.ts';
import { InputError } from '../model/input-error.ts';
import { whyAlone, type World } from '../model/world.ts';
import { findWorld, worlds } from '../model/worlds.ts';
import { findLaw } from '../properties/laws/index.ts';
import { worldFor } from './world-for.ts';

/** The plan of a check: the worlds in order, each with an equal share of the time, and the kind of search. */
export interface CheckPlan {
  readonly worlds: readonly World[];
  readonly faults: boolean;
  readonly interleave: SchedulerName | undefined;
  /** Options that were switched on for the user, one line each. */
  readonly notes: readonly string[];
  /** What the verdict does not cover, in words. */
  readonly notTried: readonly string[];
}

export interface PlanOptions {
  readonly world?: string | undefined;
  readonly law?: string | undefined;
  readonly faults?: boolean | undefined;
  readonly interleave?: SchedulerName | undefined;
}

/**
 * Without options, a kernel is checked in one world for each part that it has: PASIDs, page requests, pinned memory. A kernel of the catalogue is checked in the
 * world, and with the kind of search, that shows its defect.
 *
 * @throws InputError if the kernel does not fit the world, or the law needs objects that the world does not have
 */
export function planToCheck(version: Version, options: PlanOptions): CheckPlan {
  const chosen = chosenWorlds(version, options);
  const { trial } = version;
  const faults = options.faults === true || trial?.faults === true;
  const interleave = options.interleave ?? (trial?.overlaps === true ? 'pct' : undefined);
  return {
    worlds: chosen,
    faults,
    interleave,
    notes: [
      ...(faults && options.faults !== true
        ? [`${version.name} needs failing allocations: --faults is on`]
        : []),
      ...(interleave !== options.interleave
        ? [`${version.name} needs overlapping commands: --interleave is on`]
        : []),
    ],
    notTried: notTried(version, chosen, { faults, overlaps: interleave !== undefined }),
  };
}

/** The order of the search in one world. @param runs - Infinity: until the time is up */
export function orderFor(
  version: Version,
  world: World,
  { faults, interleave }: CheckPlan,
  {
    seed,
    runs,
    first,
    law,
  }: {
    readonly seed: number;
    readonly runs: number;
    readonly first: boolean;
    readonly law?: string | undefined;
  },
): SearchOrder {
  return {
    kernel: version,
    world,
    ...(law !== undefined && { law }),
    way: {
      kind: 'random',
      seed,
      first,
      faults,
      ...(runs !== Infinity && { runs }),
      ...(interleave !== undefined && { interleave }),
    },
  };
}

/** What a run in these worlds does not cover, in words. */
export function notTried(
  version: Version,
  chosen: readonly World[],
  { faults, overlaps }: { readonly faults: boolean; readonly overlaps: boolean },
): string[] {
  const others = worlds.filter((w) => fits(version, w) && !chosen.includes(w));
  return [
    ...(!overlaps && chosen.some((world) => whyAlone(world) === undefined)
      ? ['commands that overlap (--interleave)']
      : []),
    ...(faults ? [] : ['allocations that fail (--faults)']),
    ...(others.length > 0 ? [`${worldsText(others)} (--world)`] : []),
  ];
}

function chosenWorlds(version: Version, { world, law }: PlanOptions): readonly World[] {
  const all =
    world !== undefined
      ? [worldFor(version, world)]
      : version.trial === undefined
        ? firstWorlds(version)
        : [findWorld(version.trial.world)];
  if (law === undefined) return all;
  const isAbout = (w: World): boolean => findLaw(law).in?.(w) ?? true;
  const about = all.filter(isAbout);
  if (about.length > 0) return about;
  const other = worlds.find((w) => fits(version, w) && isAbout(w));
  throw new InputError(
    `--law ${law}: nothing in world ${all[0]!.name} can break it; expected ${other === undefined ? `a kernel that has the objects of this law, not ${version.name}` : `--world ${other.name}`}`,
  );
}

/** The largest number of worlds that are named. */
const NAMED_MAX = 3;

function worldsText(others: readonly World[]): string {
  const named = others.slice(0, NAMED_MAX).map((w) => w.name);
  const rest = others.length - named.length;
  return `${others.length === 1 ? 'world' : 'worlds'} ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
