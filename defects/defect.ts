import type { Place } from '../model/place.ts';
import type { Switches } from '../implementation/kernel/switches.ts';
import type { Command } from '../model/command.ts';
import type { LawName } from '../model/judgement.ts';

/** A mistake that was really made, or that is believed possible, as switches off their reference. */
export interface Defect {
  readonly id: string;
  /** One line. */
  readonly title: string;
  /** How it comes about, for a reader who knows the kernel. */
  readonly story: string;
  /** Mail, commit or file that it is taken from. */
  readonly source: string;
  /** How the fix does it. */
  readonly fix: string;
  /**
   * `verified`: a source shows the mechanism. `inferred`: our reading of one. `hypothesis`: nobody
   * reported it; it is here because a law needs a mechanism that breaks it.
   */
  readonly evidence: 'verified' | 'inferred' | 'hypothesis';
  /** Switches that make it; all others are at their reference. */
  readonly switches: Partial<Switches>;
  /** Those of its switches that only accompany it in history: it shows without them. */
  readonly companions?: readonly (keyof Switches)[];
  /** The design in which it matters, where that is not the reference’s: no part of the mistake. */
  readonly given?: Partial<Switches>;
  /** What it breaks. `place` as in findings. */
  readonly law: LawName;
  readonly place: Place;
  /** The named world in which it is looked for. */
  readonly world: string;
  /** A shortest trace that shows it. */
  readonly shortest: readonly Command[];
  /** What else it breaks and how, where that is worth knowing: each has to be found as well. */
  readonly also?: readonly Break[];
}

/** A law that a defect breaks, where, and a shortest trace that shows it. */
export interface Break extends Pick<Defect, 'law' | 'place' | 'shortest'> {
  /** Where another world than the defect’s is needed. */
  readonly world?: string;
}

/** Is it to be looked for with allocations that fail? */
export function needsFaults({ shortest }: Defect): boolean {
  return shortest.some((c) => c.fails !== undefined);
}

/** Is it to be looked for with commands that overlap? */
export function needsInterleaving({ shortest }: Pick<Break, 'shortest'>): boolean {
  return shortest.some((c) => c.stops !== undefined);
}

/** All that the catalogue says a defect breaks, the weightiest first. */
export function breaksOf({
  law,
  place,
  world,
  shortest,
  also = [],
}: Defect): readonly Required<Break>[] {
  return [{ law, place, world, shortest }, ...also.map((b) => ({ world, ...b }))];
}
