import type { Symmetry } from '../checker/exhaustive/symmetry.ts';
import type { GradeBudget } from '../checker/grade.ts';
import type { SchedulerName } from '../checker/interleavings/interleaver.ts';
import { findKernel, withChanges } from '../defects/kernels.ts';
import type { Version } from '../implementation/versions/index.ts';
import { checkFits } from '../model/feature.ts';
import { InputError } from '../model/input-error.ts';
import type { World } from '../model/world.ts';
import { findLaw } from '../properties/laws/index.ts';

/**
 * A search as plain data, which JSON carries to a worker, to another machine or to a page: `runOrder` runs it. What cannot
 * be data stays with whoever runs it: a clock, somebody who ends it, and who is told.
 */
export interface SearchOrder {
  /** By its name, which also says what is mended or changed in it; or as it is, from `findKernel`. */
  readonly kernel: string | Version;
  /** `NAME=VALUE` each: set in that kernel. */
  readonly switches?: readonly string[];
  readonly world: World;
  /** The only law that is pursued; default: every one. */
  readonly law?: string;
  readonly way: RandomWay | ExhaustiveWay;
}

/** Random traces. No number in it is without end: JSON has no word for that. */
export interface RandomWay {
  readonly kind: 'random';
  readonly seed: number;
  /** Traces; default: as many as there is time for. */
  readonly runs?: number;
  /** Stop after the first finding. */
  readonly first: boolean;
  /** Whether allocations fail now and then. */
  readonly faults: boolean;
  /** Whether commands overlap now and then, and how their schedules are drawn. */
  readonly interleave?: SchedulerName;
  /** What may be spent on knowing whether a finding is shortest; default: about a second each. */
  readonly grading?: GradeBudget;
}

/** Every trace up to a length, shortest first. */
export interface ExhaustiveWay {
  readonly kind: 'exhaustive';
  /** Commands, at most. */
  readonly depth: number;
  /** States, at most. */
  readonly states: number;
  /** Which states are taken for one. */
  readonly symmetry: Symmetry;
  /** Whether allocations fail, one in a command. */
  readonly faults: boolean;
  /** How many commands may overlap; default: none does. */
  readonly overlap?: number;
  /** With `overlap`: whether schedules are run that differ from another one in nothing that matters. */
  readonly unreduced?: boolean;
  /** Whether the search goes on behind the first level that breaks a law in a way that the kernel is not known for. */
  readonly all: boolean;
  /** Full states behind a certificate, at most; default: 50,000, some ten seconds. */
  readonly certified?: number;
}

/** The kernel of an order. @throws InputError for an order that cannot be carried out */
export function orderedKernel({ kernel, switches = [], world, law, way }: SearchOrder): Version {
  const named = typeof kernel === 'string' ? findKernel(kernel) : kernel;
  const version = withChanges(named, switches);
  checkFits(version, world);
  if (law !== undefined) findLaw(law);
  if (way.kind === 'exhaustive' && way.overlap !== undefined) {
    if (way.faults)
      throw new InputError('an order has overlap and faults; expected one of them at most');
    if (way.overlap < 2) throw new InputError(`overlap is ${way.overlap}; expected 2 or more`);
  }
  return version;
}
