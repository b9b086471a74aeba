import type { World } from './world.ts';

/** The values of a bound: a number, yes or no, a choice of words or numbers, or one word for each object. */
export type Values =
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'flag' }
  | { readonly kind: 'words'; readonly of: readonly string[] }
  | { readonly kind: 'numbers'; readonly of: readonly number[] }
  | { readonly kind: 'things'; readonly of: readonly string[]; readonly max: number };

/** A value of a bound. A flag that a world omits is a no. */
export type Value = number | boolean | readonly string[] | readonly number[] | undefined;

/** What a bound needs. `has`: whether a world has that. `says`: what it is. */
export interface BoundNeeds {
  readonly has: (this: void, world: World) => boolean;
  readonly says: string;
}

/** The declaration of a bound of type `V`. Reading, writing, the schema and every sentence about it follow. */
export interface BoundRules<V = never> {
  readonly values: Values;
  /** What it bounds: `open files of these devices at once`. */
  readonly says: string;
  /**
   * Whether it says of what kind the objects are. Then it differs in no wider world, because the same names would mean other objects.
   */
  readonly isKind?: true;
  /** Without what it has no effect: then a world must not set it. */
  readonly needs?: BoundNeeds;
  /** A value in words, such as `2 devices`. Different values have different words. Undefined: the value needs no words. */
  readonly inWords: (value: V) => string | undefined;
}

/** The bounds of one part of a world, in the order in which they are written. */
export type BoundsOf<B> = { readonly [K in keyof B]-?: BoundRules<B[K]> };

export function number(min: number, max: number): Values {
  return { kind: 'number', min, max };
}

export const flag: Values = { kind: 'flag' };

/** `1 device`, `2 devices` */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
