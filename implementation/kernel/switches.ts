import { subsystems } from './kernel.ts';
import type { Switch } from './subsystem.ts';

/** The intersection of the types of a union. */
type Merged<U> = (U extends unknown ? (u: U) => void : never) extends (all: infer A) => void
  ? A
  : never;

type Table = Merged<NonNullable<(typeof subsystems)[number]['switches']>>;

/**
 * Every behaviour that differs between versions of Linux. A switch says *where* or *in which order* the kernel
 * does something, never what goes wrong then. The first value of each is that of the reference.
 */
export const switchTable = Object.assign({}, ...subsystems.map((s) => s.switches)) as {
  readonly [K in keyof Table]: Table[K];
};

export type SwitchName = keyof typeof switchTable;
export type Switches = { readonly [K in SwitchName]: (typeof switchTable)[K]['values'][number] };

/** The values of each, the reference first. */
export const switches = Object.fromEntries(
  Object.entries<Switch>(switchTable).map(([name, { values }]) => [name, values]),
) as { readonly [K in SwitchName]: (typeof switchTable)[K]['values'] };

export const reference = Object.fromEntries(
  Object.entries<Switch>(switchTable).map(([name, { values }]) => [name, values[0]]),
) as Switches;
