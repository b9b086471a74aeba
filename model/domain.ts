import type { BoundRules } from './bounds.ts';

/** What a domain hands to the house: a part of the system, with a room of its name in every stage. */
export interface Domain {
  /** As its rooms are called, and its part in `World`. */
  readonly name: string;
  /** What a kernel without it has not: `VFIO`. */
  readonly inWords: string;
  /** Domains without which a world cannot have it. */
  readonly needs: readonly string[];
  /** Whether its bounds are those that every world has. */
  readonly isEverywhere?: true;
  /** Each bound of its part of a world, in the order in which they are written. */
  readonly bounds: Readonly<Record<string, BoundRules>>;
}
