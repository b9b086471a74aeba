import { domains, type SeenParts } from './domains.ts';
import type { ProcessSeen } from './process/seen.ts';
import type { Observable, Observables } from './seen.ts';
import type { World } from './world.ts';

/**
 * The state of a kernel that can be seen without a system call, at the end of a command: with a
 * debugger, through debugfs, or in the log. It has methods over numbers instead of objects, because the laws
 * read it after every command. mms are numbered from 1 in the order of their creation, as in the model.
 *
 * If a kernel cannot show something, its capabilities say so, and it is never read
 * (`showingOnly`); the laws that need it are skipped and named in the report.
 */
export interface Observation extends ProcessSeen, SeenParts {}

/** The kind of object that an implementation must show for each of them. */
export const observableOf = Object.assign(
  {},
  ...domains.map(({ seen }) => seen.observableOf),
) as Readonly<Record<keyof Observation, Observable>>;

/** The observations of objects that a world does not have. */
export const nothing = Object.assign({}, ...domains.map(({ seen }) => seen.nothing)) as SeenParts;

/** By kind: whether a world has such objects. */
export const observables = Object.assign(
  {},
  ...domains.map(({ seen }) => seen.isThere),
) as Observables<World>;

/** The kinds of objects that a kernel may show. */
export const observableKinds: readonly Observable[] = Object.keys(observables);
