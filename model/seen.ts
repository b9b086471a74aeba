import type { AnyWorld } from './any-world.ts';

/** One complaint in the log of an implementation. */
export interface Splat {
  /** "use-after-free", "recursive locking", ... */
  readonly kind: string;
  /** The function that complained. */
  readonly where: string;
  /** The object, lock or value. */
  readonly what: string;
}

/** What can be seen of an implementation from outside, as far as the engine is concerned: its log, if it shows one. */
export interface AnySeen {
  /** Everything that it complained about since the world was reset. Shown as `splats`. */
  readonly splats?: readonly Splat[];
}

/** A kind of thing that an implementation may be able to show or not; each part of an observation belongs to one. */
export type Observable = string;

/** By kind: is there anything of it to see in a world? Where nothing is, nobody is blind. */
export type Observables<W extends AnyWorld = AnyWorld> = Readonly<
  Record<Observable, (world: W) => boolean>
>;

/** What a domain adds to what can be seen: which kinds there are, and which of them has to be shown before each is asked for. */
export interface SeenRules<O, W extends AnyWorld = AnyWorld> {
  readonly isThere: Observables<W>;
  readonly observableOf: Readonly<Record<keyof O, Observable>>;
  /** What is seen of it where a world has none. */
  readonly nothing?: O;
}

/** Of something that every world has. */
export const always = (): boolean => true;
