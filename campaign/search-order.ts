import { type Exploration } from '../checker/exhaustive/shortest.ts';
import type { Symmetry } from '../checker/exhaustive/symmetry.ts';
import { type GradeBudget, ordinaryBudget } from '../checker/grade.ts';
import type { SchedulerName } from '../checker/interleavings/interleaver.ts';
import type { SearchOptions } from '../checker/search-options.ts';
import { findKernel, simulate } from '../defects/kernels.ts';
import { nameWith } from '../defects/own-switches.ts';
import type { World } from '../model/world.ts';
import { specification } from '../properties/linux.ts';
import { knownFor } from './attributor.ts';

/**
 * A search as plain data, which JSON carries to a worker, to another machine or to a page. The caller keeps everything that
 * is not data: the clock, the signal that ends the search, and the listener.
 */
export interface SearchOrder {
  /** The name of the kernel, which includes mended defects and changed switches. */
  readonly kernel: string;
  /** `NAME=VALUE` each: changes of that kernel. */
  readonly switches?: readonly string[];
  readonly world: World;
  /** The only law that is searched for; default: all laws. */
  readonly law?: string;
  readonly way: RandomWay | ExhaustiveWay;
}

export interface RandomWay {
  readonly kind: 'random';
  readonly seed: number;
  /** The number of traces; default: as many as the time allows. */
  readonly runs?: number;
  /** Stop after the first finding. */
  readonly first: boolean;
  readonly faults: boolean;
  readonly interleave?: SchedulerName;
  /** The budget for proving that a finding is shortest; default: about a second each. */
  readonly grading?: GradeBudget;
}

export interface ExhaustiveWay {
  readonly kind: 'exhaustive';
  /** The largest number of commands. */
  readonly depth: number;
  /** The largest number of states. */
  readonly states: number;
  readonly symmetry: Symmetry;
  readonly faults: boolean;
  /** How many commands may overlap; default: none. */
  readonly overlap?: number;
  /** Whether the search continues after the first level that breaks a law. */
  readonly all: boolean;
}

/** The random search of an order; the caller adds what is not data. */
export function randomSearch(order: SearchOrder & { readonly way: RandomWay }): Pick<
  SearchOptions,
  keyof SearchOptions & RandomParts
> & {
  readonly mayDraw: (traces: number) => boolean;
} {
  const { world, law, way } = order;
  const version = versionOf(order);
  const { runs = Infinity } = way;
  return {
    specification,
    port: simulate(version),
    known: knownFor(version, world),
    world,
    seed: way.seed,
    first: way.first,
    faults: way.faults,
    interleave: way.interleave,
    grading: way.grading ?? ordinaryBudget,
    pursues: (broken) => law === undefined || broken.law === law,
    mayDraw: (traces) => traces < runs,
  };
}

type RandomParts =
  | 'specification'
  | 'port'
  | 'known'
  | 'world'
  | 'seed'
  | 'first'
  | 'faults'
  | 'interleave'
  | 'grading'
  | 'pursues';

/** The exhaustive search of an order. */
export function exhaustiveSearch(
  order: SearchOrder & { readonly way: ExhaustiveWay },
): Exploration {
  const { world, law, way } = order;
  const port = simulate(versionOf(order));
  const { kind: _kind, all, ...bounds } = way;
  return {
    ...bounds,
    specification,
    port: way.overlap === undefined ? port : port.recording(),
    world,
    first: !all,
    ...(law !== undefined && { seeks: (broken) => broken.law === law }),
  };
}

function versionOf({ kernel, switches = [] }: SearchOrder) {
  return findKernel(nameWith(kernel, switches));
}
