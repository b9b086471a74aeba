import { domains, type SeenParts } from './domains.ts';
import type { ProcessSeen } from './process/seen.ts';
import type { Observable, Observables } from './seen.ts';
import type { World } from './world.ts';

/**
 * What can be seen of a kernel from outside its system calls, at the end of a command: with a
 * debugger, through debugfs, or in the log. Methods over numbers instead of objects, because the laws
 * ask after every command. mms are numbered from 1 in the order of their creation, as in the model.
 *
 * A kernel that cannot show something says so in its capabilities and is never asked for it
 * (`showingOnly`); the laws that need it are then skipped and named in the report.
 */
export interface Observation extends ProcessSeen, SeenParts {}

/** What has to be shown before each of them may be asked for. */
export const observableOf = Object.assign(
  {},
  ...domains.map(({ seen }) => seen.observableOf),
) as Readonly<Record<keyof Observation, Observable>>;

/** What is seen of what a world has not. */
export const nothing = Object.assign({}, ...domains.map(({ seen }) => seen.nothing)) as SeenParts;

/** By kind: is there anything of it to see in a world? */
export const observables = Object.assign(
  {},
  ...domains.map(({ seen }) => seen.isThere),
) as Observables<World>;

/** What a kernel may be able to show, each by its name. */
export const observableKinds: readonly Observable[] = Object.keys(observables);
