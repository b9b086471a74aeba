import type { AnyWorld } from './any-world.ts';

/** One splat in the log of an implementation. */
export interface Splat {
  /** "use-after-free", "recursive locking", ... */
  readonly kind: string;
  /** The function that reported it. */
  readonly where: string;
  /** The object, lock or value. */
  readonly what: string;
}

/** The observation of an implementation as the engine sees it: its log, if it shows one. */
export interface AnySeen {
  /** All splats since the reset of the world. Shown as `splats`. */
  readonly splats?: readonly Splat[];
}

/** A kind of object that an implementation may show or not; each part of an observation belongs to one. */
export type Observable = string;

/** By kind: whether a world has such objects. If it has none, no law is blind to them. */
export type Observables<W extends AnyWorld = AnyWorld> = Readonly<
  Record<Observable, (world: W) => boolean>
>;

/** What a domain adds to an observation: its kinds of objects, and the kind that each member belongs to. */
export interface SeenRules<O, W extends AnyWorld = AnyWorld> {
  readonly isThere: Observables<W>;
  readonly observableOf: Readonly<Record<keyof O, Observable>>;
  /** Its observations in a world without it. */
  readonly nothing?: O;
}

/** For objects that every world has. */
export const always = (): boolean => true;
