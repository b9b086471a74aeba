import { sameViolation } from '../model/judgement.ts';
import { kernelWith } from '../defects/identify.ts';
import { type Defect, needsFaults, needsInterleaving } from '../defects/defect.ts';
import { shortestBreaks } from '../checker/exhaustive/shortest.ts';
import { searchAtRandom } from '../checker/random.ts';
import type { Finding } from '../checker/finding.ts';
import type { Trace } from '../model/trace.ts';
import { findWorld } from '../model/worlds.ts';
import { endless, OutOfPatience, type Patience } from '../shrinkers/patience.ts';
import { commandText } from '../model/linux.ts';
import type { SchedulerName } from '../checker/interleavings/interleaver.ts';
import { lengthOfTrace } from '../shrinkers/simpler.ts';
import { specification } from '../properties/linux.ts';

/** One search for one defect. Times are in milliseconds of the given clock. */
export interface DefectSearch {
  readonly seed: number;
  readonly finding: Finding | undefined;
  readonly millisecondsToFind: number;
  readonly millisecondsToShrink: number;
}

/** The shortest trace that breaks the defect’s law at its place, found by the exhaustive search. */
export interface Optimum {
  /** Its number of commands; undefined if the search ended before it found a trace. */
  readonly length: number | undefined;
  /** Whether every shorter trace was searched. */
  readonly isProven: boolean;
  /** The number of distinct states that the search met, up to names. */
  readonly states: number;
}

export interface Options {
  /** The time limit of each search. */
  readonly budgetMs: number;
  readonly now: () => number;
  /** How schedules are drawn if commands have to overlap. */
  readonly scheduler?: SchedulerName;
  /** When patience ends, the measurement throws OutOfPatience; it has no partial result. */
  readonly patience?: Patience;
}

/** How well one defect is found and shrunk, over several seeds. */
export interface Measure {
  readonly defect: Defect;
  readonly searches: readonly DefectSearch[];
  readonly found: number;
  /** From the exhaustive search, not from the catalogue; undefined if the search cannot tell. */
  readonly optimum: Optimum | undefined;
  /** How many of the found traces the shrinker alone made as short as the optimum. */
  readonly asShort: number | undefined;
  /** The different final texts with their numbers, the most frequent first. */
  readonly texts: readonly { readonly text: string; readonly count: number }[];
}

/** Searches for one defect with each seed, each within a time budget. */
export function measureDefect(defect: Defect, seeds: readonly number[], options: Options): Measure {
  const searches = seeds.map((seed) => searchOnce(defect, seed, options));
  const traces = searches.flatMap((s) => (s.finding ? [s.finding.trace] : []));
  const { patience = endless } = options;
  const optimum = needsInterleaving(defect)
    ? optimumByOverlaps(defect, traces, patience)
    : optimumByStates(defect, traces, patience);
  if (!patience()) throw new OutOfPatience();
  const counts = new Map<string, number>();
  for (const trace of traces) {
    const text = trace.steps.map(commandText).join('; ');
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return {
    defect,
    searches,
    found: traces.length,
    optimum,
    asShort: optimum && traces.filter((t) => lengthOfTrace(t) === optimum.length).length,
    texts: [...counts]
      .map(([text, count]) => ({ text, count }))
      .toSorted((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1)),
  };
}

/** The largest number of states in a search for an optimum. */
const STATES_MAX = 1_000_000;

/** The largest number of schedules in it, if commands overlap. */
const SCHEDULES_MAX = 400_000;

/**
 * Runs all overlaps of up to one command less than the shortest trace that was found. If none breaks the law, that
 * trace is the optimum.
 */
function optimumByOverlaps(
  defect: Defect,
  found: readonly Trace[],
  patience: Patience,
): Optimum | undefined {
  if (found.length === 0) return undefined;
  const { law, place, world } = defect;
  const most = Math.min(...found.map(lengthOfTrace)) - 1;
  const { shortest, explored, complete } = shortestBreaks({
    specification,
    port: kernelWith(defect).recording(),
    world: findWorld(world),
    symmetry: 'names',
    overlap: most,
    depth: most,
    states: STATES_MAX,
    schedules: SCHEDULES_MAX,
    goOn: patience,
    seeks: (broken) => sameViolation(broken, { law, place }),
    first: true,
  });
  const shorter = shortest[0] && lengthOfTrace(shortest[0].trace);
  return {
    length: shorter ?? most + 1,
    isProven: complete >= (shorter ?? most + 1) - 1,
    states: explored.states,
  };
}

/**
 * Searches through states, without overlapping commands, up to one command less than the
 * shortest trace that was found, or until it finds a trace itself.
 */
function optimumByStates(defect: Defect, found: readonly Trace[], patience: Patience): Optimum {
  const { law, place, world } = defect;
  const known = Math.min(...found.map(lengthOfTrace));
  const { shortest, explored, complete } = shortestBreaks({
    specification,
    port: kernelWith(defect),
    world: findWorld(world),
    symmetry: 'names',
    depth: known - 1,
    states: STATES_MAX,
    faults: needsFaults(defect),
    goOn: patience,
    seeks: (broken) => sameViolation(broken, { law, place }),
    first: true,
  });
  const length = shortest[0]?.trace.steps.length ?? (found.length > 0 ? known : undefined);
  return {
    length,
    isProven: length !== undefined && complete >= length - 1,
    states: explored.states,
  };
}

function searchOnce(
  defect: Defect,
  seed: number,
  { budgetMs, now, scheduler = 'pct', patience = endless }: Options,
): DefectSearch {
  const start = now();
  let finding: Finding | undefined;
  let foundAt = 0;
  searchAtRandom({
    specification,
    port: kernelWith(defect),
    world: findWorld(defect.world),
    seed,
    faults: needsFaults(defect),
    interleave: needsInterleaving(defect) ? scheduler : undefined,
    first: true,
    pursues(broken) {
      const isIt = sameViolation(broken, defect);
      if (isIt && foundAt === 0) foundAt = now();
      return isIt;
    },
    isStopped: () => !patience(),
    goOn: () => now() - start < budgetMs,
    onFinding(f) {
      finding = f;
    },
  });
  const end = now();
  return finding === undefined
    ? { seed, finding, millisecondsToFind: end - start, millisecondsToShrink: 0 }
    : { seed, finding, millisecondsToFind: foundAt - start, millisecondsToShrink: end - foundAt };
}
