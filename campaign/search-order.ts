import { symmetries, type Symmetry } from '../checker/exhaustive/symmetry.ts';
import type { GradeBudget } from '../checker/grade.ts';
import type { SchedulerName } from '../checker/interleavings/interleaver.ts';
import { findKernel, withChanges } from '../defects/kernels.ts';
import type { Version } from '../implementation/versions/index.ts';
import { checkFits } from '../model/feature.ts';
import { InputError } from '../model/input-error.ts';
import { shown } from '../model/shown.ts';
import type { World } from '../model/world.ts';
import { findLaw } from '../properties/laws/index.ts';

/**
 * A search as plain data, which JSON carries to a worker, to another machine or to a page; `runOrder` runs it. The caller keeps
 * everything that is not data: the clock, the signal that ends the search, and the listener.
 */
export interface SearchOrder {
  /** The name of the kernel, which includes mended defects and changed switches; or the kernel from `findKernel`. */
  readonly kernel: string | Version;
  /** `NAME=VALUE` each: changes of that kernel. */
  readonly switches?: readonly string[];
  readonly world: World;
  /** The only law that is searched for; default: all laws. */
  readonly law?: string;
  readonly way: RandomWay | ExhaustiveWay;
}

/** Random traces. No number in it is without end: JSON has no word for that. */
export interface RandomWay {
  readonly kind: 'random';
  readonly seed: number;
  /** The number of traces; default: as many as the time allows. */
  readonly runs?: number;
  /** Stop after the first finding. */
  readonly first: boolean;
  /** Whether allocations fail now and then. */
  readonly faults: boolean;
  /** Whether commands overlap now and then, and how their schedules are drawn. */
  readonly interleave?: SchedulerName;
  /** The budget for proving that a finding is shortest; default: about a second each. */
  readonly grading?: GradeBudget;
}

/** Every trace up to a length, shortest first. */
export interface ExhaustiveWay {
  readonly kind: 'exhaustive';
  /** The largest number of commands. */
  readonly depth: number;
  /** The largest number of states. */
  readonly states: number;
  /** Which states count as equal. */
  readonly symmetry: Symmetry;
  /** Whether allocations fail, one in a command. */
  readonly faults: boolean;
  /** How many commands may overlap; default: none. */
  readonly overlap?: number;
  /** With `overlap`: whether to run also the schedules that are equivalent to another one. */
  readonly unreduced?: boolean;
  /** Whether the search continues after the first level with a violation that is not a known mistake of the kernel. */
  readonly all: boolean;
  /** The largest number of full states of a certificate; default: 50,000, about ten seconds. */
  readonly certified?: number;
}

/** The kernel of an order. @throws InputError for an order that cannot be carried out */
export function orderedKernel(order: SearchOrder): Version {
  checkOrder(order);
  const { kernel, switches = [], world, law } = order;
  const named = typeof kernel === 'string' ? findKernel(kernel) : kernel;
  const version = withChanges(named, switches);
  checkFits(version, world);
  if (law !== undefined) findLaw(law);
  return version;
}

/** An order comes from elsewhere: nobody has compiled it. @throws InputError for a part that is missing or of the wrong kind */
function checkOrder({ kernel, switches, world, way }: SearchOrder): void {
  if (typeof kernel !== 'string' && typeof kernel?.name !== 'string')
    throw expects('kernel', 'a name (see: list kernels) or a kernel', kernel);
  if (switches !== undefined && !Array.isArray(switches))
    throw expects('switches', 'a list of NAME=VALUE', switches);
  if (typeof world?.name !== 'string')
    throw expects('world', 'a world, such as findWorld("sva")', world);
  if (way?.kind !== 'random' && way?.kind !== 'exhaustive')
    throw expects('way: kind', 'random or exhaustive', (way as { kind?: unknown })?.kind);
  const numbers =
    way.kind === 'random'
      ? { seed: way.seed, runs: way.runs ?? 0 }
      : { depth: way.depth, states: way.states, overlap: way.overlap ?? 2 };
  for (const [name, value] of Object.entries(numbers))
    if (!Number.isSafeInteger(value)) throw expects(`way: ${name}`, 'a whole number', value);
  if (way.kind === 'random') return;
  if (!symmetries.includes(way.symmetry))
    throw expects('way: symmetry', symmetries.join(' or '), way.symmetry);
  if (way.overlap === undefined) return;
  if (way.faults)
    throw new InputError('an order has overlap and faults; expected one of them at most');
  if (way.overlap < 2) throw expects('way: overlap', '2 or more', way.overlap);
}

function expects(part: string, expected: string, got: unknown): InputError {
  return new InputError(`order: ${part}: expected ${expected}, got ${shown(got)}`);
}
