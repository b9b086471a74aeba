import type { Place } from '../model/place.ts';
import type { Switches } from '../implementation/kernel/switches.ts';
import type { Command } from '../model/command.ts';
import type { LawName } from '../model/judgement.ts';

/** A mistake that was made, or that seems possible, as switches that differ from the reference. */
export interface Defect {
  readonly id: string;
  /** One line. */
  readonly title: string;
  /** How it happens, for a reader who knows the kernel. */
  readonly story: string;
  /** The mail, commit or file that describes it. */
  readonly source: string;
  /** The fix. */
  readonly fix: string;
  /**
   * `verified`: a source shows the mechanism. `inferred`: our reading of a source. `hypothesis`: nobody
   * reported it; it is here because a law needs a mechanism that breaks it.
   */
  readonly evidence: 'verified' | 'inferred' | 'hypothesis';
  /**
   * The simulated releases that have it, and in which it shows: no other mistake of the release hides it. In all other releases
   * it does not exist, or has been mended.
   */
  readonly releases?: readonly string[];
  /** The switches that make it; all others have the value of the reference. */
  readonly switches: Partial<Switches>;
  /** Its switches that only accompany it in history: it shows without them. */
  readonly companions?: readonly (keyof Switches)[];
  /** The design in which it matters, if not that of the reference. It is not part of the mistake. */
  readonly given?: Partial<Switches>;
  /** The law that it breaks. `place` as in findings. */
  readonly law: LawName;
  readonly place: Place;
  /** The named world in which the search looks for it. */
  readonly world: string;
  /** A shortest trace that shows it. */
  readonly shortest: readonly Command[];
  /** Other breaks that it causes; each has to be found as well. */
  readonly also?: readonly Break[];
  /** Traces, not the shortest, that show it in releases which lack a command or the design of those above. */
  readonly inReleases?: readonly Break[];
}

/** A law that a defect breaks, where, and a shortest trace that shows it. */
export interface Break extends Pick<Defect, 'law' | 'place' | 'shortest'> {
  /** The world, if not that of the defect. */
  readonly world?: string;
}

/** Whether the search for it needs failing allocations. */
export function needsFaults({ shortest }: Defect): boolean {
  return shortest.some((c) => c.fails !== undefined);
}

/** Whether the search for it needs overlapping commands. */
export function needsInterleaving({ shortest }: Pick<Break, 'shortest'>): boolean {
  return shortest.some((c) => c.stops !== undefined);
}

/** All breaks of a defect in the catalogue, the main one first. */
export function breaksOf({
  law,
  place,
  world,
  shortest,
  also = [],
}: Defect): readonly Required<Break>[] {
  return [{ law, place, world, shortest }, ...also.map((b) => ({ world, ...b }))];
}
