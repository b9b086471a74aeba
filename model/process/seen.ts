import { always, type SeenRules, type Splat } from '../seen.ts';

/** The observations of any kernel. mms are numbered from 1 in the order of their creation, as in the model. */
export interface ProcessSeen {
  /** Whether the address space still exists, with its pages (mm_users > 0). */
  mmInUse(mm: number): boolean;
  /** A chain of references that keeps an mm alive although no process refers to it, if there is one. */
  referenceCycle(): readonly string[] | undefined;
  /** The log: all splats since the reset of the world. */
  readonly splats: readonly Splat[];
  /** All remaining objects. Objects that a driver rightly holds are not listed. */
  leftovers(): readonly Leftover[];
}

/** An object that still exists although nothing uses it any more. */
export interface Leftover {
  /** `object`, or another kind: `PASID`, `context descriptor`. */
  readonly kind: string;
  /** The object in words, with its holders. */
  readonly says: string;
}

export const processSeen = {
  isThere: { mms: always, splats: always, rest: always },
  observableOf: { mmInUse: 'mms', referenceCycle: 'mms', splats: 'splats', leftovers: 'rest' },
} as const satisfies SeenRules<ProcessSeen>;
