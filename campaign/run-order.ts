import { Certifier } from '../checker/certificate/certify.ts';
import type { ExploredSpace } from '../checker/exhaustive/engine.ts';
import { type Breaks, type Shortest, shortestBreaks } from '../checker/exhaustive/shortest.ts';
import { shortestFinding } from '../checker/exhaustive/shortest-finding.ts';
import type { Finding } from '../checker/finding.ts';
import { ordinaryBudget } from '../checker/grade.ts';
import type { Clock } from '../checker/pace.ts';
import { searchAtRandom } from '../checker/random.ts';
import type { Progress } from '../checker/search-options.ts';
import { mendedVersion, simulate } from '../defects/kernels.ts';
import type { Version } from '../implementation/versions/index.ts';
import { InputError } from '../model/input-error.ts';
import type { Trace } from '../model/trace.ts';
import { specification } from '../properties/linux.ts';
import type { Patience } from '../shrinkers/patience.ts';
import { atOnce } from '../shrinkers/work.ts';
import { knownFor } from './attributor.ts';
import {
  type ExhaustiveWay,
  orderedKernel,
  type RandomWay,
  type SearchOrder,
} from './search-order.ts';

/** What the caller of a search may add that is not data. Every part is optional. */
export interface Attendant {
  /** Called with a new finding, and again when a better version of it is known. */
  readonly onFinding?: (finding: Finding, how: HowFound) => void;
  /** Ends the search. An exhaustive search makes its findings after that. */
  readonly clock?: Clock;
  /** Polled: whether the search shall end at once. */
  readonly isStopped?: () => boolean;
  /**
   * Called before each random trace with the progress so far.
   *
   * @internal
   */
  readonly onTraces?: (progress: Progress) => void;
  /**
   * With `faults`, before the first random trace: traces in which each allocation fails in turn.
   *
   * @internal
   */
  readonly sweeps?: readonly Trace[];
  /**
   * For random traces: the kernel without the cause of a finding and of those before it. The search continues on it.
   *
   * @internal
   */
  readonly mends?: (finding: Finding) => Version | undefined;
  /**
   * Called now and then with the progress of an exhaustive search.
   *
   * @internal
   */
  readonly onStates?: (explored: ExploredSpace, schedules: Breaks['schedules']) => void;
  /**
   * Called when an exhaustive search is over, before it makes its findings.
   *
   * @internal
   */
  readonly onExplored?: (breaks: Breaks) => void;
}

/** What is known about a finding besides the finding. */
export interface HowFound {
  /** Whether a known mistake of the kernel causes it. */
  readonly isKnown: boolean;
  /** Its earlier version, if there was one. */
  readonly was?: Finding;
  /** The kernel that `Finding.kernel` names. */
  readonly kernel: Version;
}

/** The result of an order. */
export interface Ordered {
  /** One for each law and place, in its last version. */
  readonly findings: readonly Finding[];
  /** The findings that a known mistake of the kernel causes. */
  readonly known: readonly Finding[];
  /** The progress of a random search. */
  readonly progress?: Progress;
  /** Of an exhaustive search: every trace of up to this many commands was judged; Infinity: all traces. */
  readonly complete?: number;
}

/**
 * Runs an order: a search in the simulated Linux. The findings are the same wherever it runs, unless a clock or the caller
 * ends it.
 *
 * @throws InputError for an order that cannot run
 */
export function runOrder(order: SearchOrder, attendant: Attendant = {}): Ordered {
  const { way } = order;
  const version = orderedKernel(order);
  const told = new Map<Finding, HowFound>();
  const heard: Attendant = {
    ...attendant,
    onFinding(finding, how) {
      if (how.was !== undefined) told.delete(how.was);
      told.set(finding, how);
      attendant.onFinding?.(finding, how);
    },
  };
  const { kind } = way;
  const came =
    kind === 'random'
      ? { progress: runRandom({ ...order, way }, version, heard) }
      : { complete: runExhaustive({ ...order, way }, version, heard) };
  const those = (isKnown: boolean): Finding[] =>
    [...told].flatMap(([finding, how]) => (how.isKnown === isKnown ? [finding] : []));
  return { findings: those(false), known: those(true), ...came };
}

function runRandom(
  { world, law, way }: SearchOrder & { readonly way: RandomWay },
  version: Version,
  { onFinding, onTraces, mends, clock, isStopped, sweeps }: Attendant,
): Progress {
  const { runs = Infinity } = way;
  if (runs === Infinity && clock === undefined && isStopped === undefined)
    throw new InputError('an order has no runs and nothing ends it; expected runs or a clock');
  const kernels = [version, mendedVersion(version)];
  return searchAtRandom({
    specification,
    port: simulate(version),
    known: knownFor(version, world),
    world,
    seed: way.seed,
    first: way.first,
    faults: way.faults,
    interleave: way.interleave,
    grading: way.grading ?? ordinaryBudget,
    clock,
    pursues: (broken) => law === undefined || broken.law === law,
    ...(sweeps && { sweeps }),
    ...(isStopped && { isStopped }),
    ...(mends && {
      mends(finding) {
        const better = mends(finding);
        kernels.push(better);
        return better && simulate(better);
      },
    }),
    goOn(progress) {
      onTraces?.(progress);
      return progress.traces < runs;
    },
    onFinding(finding, how) {
      const kernel = kernels.find((one) => one?.name === finding.kernel)!;
      onFinding?.(finding, { ...how, kernel });
    },
  });
}

/** The default for the largest number of full states of a certificate: about ten seconds. */
const CERTIFIED = 50_000;

/** Returns the length up to which every trace was judged. */
function runExhaustive(
  { world, law, way }: SearchOrder & { readonly way: ExhaustiveWay },
  version: Version,
  { onFinding, onStates, onExplored, clock, isStopped }: Attendant,
): number {
  const { kind: _kind, all, certified = CERTIFIED, ...bounds } = way;
  const patience: Patience = () => isStopped?.() !== true;
  const known = knownFor(version, world);
  const isKnown = ({ trace, broken }: Shortest): boolean => known?.explains(trace, broken) ?? false;
  const port = simulate(version);
  const breaks = shortestBreaks({
    ...bounds,
    specification,
    port: way.overlap === undefined ? port : port.recording(),
    world,
    // Known mistakes of the kernel do not end the search.
    first: all ? false : (shortest) => !isKnown(shortest),
    ...(law !== undefined && { seeks: (broken) => broken.law === law }),
    goOn(explored, schedules) {
      onStates?.(explored, schedules);
      return (clock === undefined || clock.now() < clock.ends) && patience();
    },
  });
  onExplored?.(breaks);
  const searched = {
    specification,
    port,
    world,
    symmetry: way.symmetry,
    overlap: way.overlap ?? 1,
    complete: breaks.complete,
    certifier: new Certifier(specification, port, world, certified),
    patience,
  };
  for (const shortest of breaks.shortest) {
    const finding = atOnce(shortestFinding(searched, shortest));
    const { law: name, place, witness, trace } = finding;
    const broken = { law: name, place, witness };
    onFinding?.(finding, { isKnown: isKnown({ trace, broken }), kernel: version });
  }
  return breaks.complete;
}
