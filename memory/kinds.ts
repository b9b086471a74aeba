/**
 * What the number in a field means. Whoever compares two memories needs to know: a row may lie at
 * another index, an object may have another name, a counter may have run further, and still nothing
 * that matters differs.
 */
export type Kind = Plain | Reference;

/** A number that means itself, or that nobody asks for again. */
export type Plain =
  /** Means itself. */
  | 'value'
  /** A counter, a scratch value: no later behaviour depends on it. */
  | 'ignored'
  /** Orders what waits for a barrier: only which barriers are at or below it counts. */
  | 'order'
  /** Like `order`, and itself a barrier: its place among all barriers counts. */
  | 'barrier';

/** A number that stands for something else. */
export type Reference =
  /** To an object of a slab: 0 is NULL, else generation << SLOT_BITS | index + 1. */
  | { readonly pointer: string }
  /** `from` + the index of a row of that table; what is below `from` means itself. */
  | { readonly row: string; readonly from: number }
  /** Bit n stands for row n of that table. */
  | { readonly set: string }
  /**
   * A name of this sort, shared by all layouts that are compared together; below `from`: means itself.
   * `isOwn`: what the row itself is called; no other row of its table is called so.
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

/** What a row itself is called. */
export function ownName(sort: string, from = 0): Reference {
  return { name: sort, from, isOwn: true };
}

/** Fields by name with what they mean; a bare list is of plain values. */
export type Fields<F extends string> = readonly F[] | Readonly<Record<F, Kind>>;

export function fieldNames<F extends string>(fields: Fields<F>): readonly F[] {
  return Array.isArray(fields) ? (fields as readonly F[]) : (Object.keys(fields) as F[]);
}

export function fieldKinds<F extends string>(fields: Fields<F>): readonly Kind[] {
  return Array.isArray(fields) ? fields.map(() => 'value') : Object.values(fields as object);
}

/** Rows that belong to something by their place: row i to number ⌊i / each⌋, as its (i mod each)-th. */
export interface Keyed {
  readonly of: Reference | 'value';
  readonly each: number;
}

/** Rows whose number means itself: they are told apart by their place. */
export const BY_NUMBER: Keyed = { of: 'value', each: 1 };
