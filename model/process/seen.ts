import { always, type SeenRules, type Splat } from '../seen.ts';

/** The observations of any kernel. mms are numbered from 1 in the order of their creation, as in the model. */
export interface ProcessSeen {
  /** Whether the address space still exists, with its pages (mm_users > 0). */
  mmInUse(mm: number): boolean;
  /** A chain of references that keeps an mm alive although no process refers to it, if there is one. */
  referenceCycle(): readonly string[] | undefined;
  /** The log: all splats since the reset of the world. */
  readonly splats: readonly Splat[];
  /** Everything that is still there. What a driver holds by right is not counted. */
  leftovers(): readonly Leftover[];
}

/** Something that is still there when nobody uses it any more. */
export interface Leftover {
  /** `object`, or what else it is: `PASID`, `context descriptor`. */
  readonly kind: string;
  /** Which one, and what holds it. */
  readonly says: string;
}

export const processSeen = {
  isThere: { mms: always, splats: always, rest: always },
  observableOf: { mmInUse: 'mms', referenceCycle: 'mms', splats: 'splats', leftovers: 'rest' },
} as const satisfies SeenRules<ProcessSeen>;
