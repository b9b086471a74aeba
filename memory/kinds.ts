/**
 * The meaning of the number in a field. A comparison of two memories needs it: a row may have
 * another index, an object another name, a counter another value, although the states are equal in everything
 * that matters.
 */
export type Kind = Plain | Reference;

/** A number that means itself, or that no later behaviour depends on. */
export type Plain =
  /** Means itself. */
  | 'value'
  /** A counter, a scratch value: no later behaviour depends on it. */
  | 'ignored'
  /** Orders entries that wait for a barrier: only the barriers at or below it matter. */
  | 'order'
  /** Like `order`, and itself a barrier: its rank among all barriers matters. */
  | 'barrier';

/** A number that stands for something else. */
export type Reference =
  /** To an object of a slab: 0 is NULL, else generation << SLOT_BITS | index + 1. */
  | { readonly pointer: string }
  /** `from` + the index of a row of that table; a number below `from` means itself. */
  | { readonly row: string; readonly from: number }
  /** Bit n stands for row n of that table. */
  | { readonly set: string }
  /**
   * A name of this sort, shared by all layouts that are compared together; a number below `from` means itself.
   * `isOwn`: the name of the row itself, which no other row of its table has.
   */
  | { readonly name: string; readonly from: number; readonly isOwn: boolean };

/** Low bits of a pointer: index + 1. */
export const SLOT_BITS = 6;
export const SLOT_MASK = (1 << SLOT_BITS) - 1;

export function pointerTo(table: string): Reference {
  return { pointer: table };
}

export function rowOf(table: string, from = 0): Reference {
  return { row: table, from };
}

export function setOf(table: string): Reference {
  return { set: table };
}

export function named(sort: string, from = 0): Reference {
  return { name: sort, from, isOwn: false };
}

/** The name of the row itself. */
export function ownName(sort: string, from = 0): Reference {
  return { name: sort, from, isOwn: true };
}

/** Fields by name with their meaning; a bare list has plain values. */
export type Fields<F extends string> = readonly F[] | Readonly<Record<F, Kind>>;

export function fieldNames<F extends string>(fields: Fields<F>): readonly F[] {
  return Array.isArray(fields) ? (fields as readonly F[]) : (Object.keys(fields) as F[]);
}

export function fieldKinds<F extends string>(fields: Fields<F>): readonly Kind[] {
  return Array.isArray(fields) ? fields.map(() => 'value') : Object.values(fields as object);
}

/** Rows that belong to an object by their index: row i is the (i mod each)-th row of object ⌊i / each⌋. */
export interface Keyed {
  readonly of: Reference | 'value';
  readonly each: number;
}

/** Rows whose number means itself: their index distinguishes them. */
export const BY_NUMBER: Keyed = { of: 'value', each: 1 };
