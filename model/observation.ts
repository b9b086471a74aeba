import { type IoasidSeen, ioasidSeen } from './ioasid/seen.ts';
import { type PagesSeen, pagesSeen } from './pages/seen.ts';
import { type ProcessSeen, processSeen } from './process/seen.ts';
import type { Observable, Observables } from './seen.ts';
import { type SvaSeen, svaSeen } from './sva/seen.ts';
import { type VfioSeen, vfioSeen } from './vfio/seen.ts';
import type { World } from './world.ts';

/**
 * What can be seen of a kernel from outside its system calls, at the end of a command: with a
 * debugger, through debugfs, or in the log. Methods over numbers instead of objects, because the laws
 * ask after every command. mms are numbered from 1 in the order of their creation, as in the model.
 *
 * A kernel that cannot show something says so in its capabilities and is never asked for it
 * (`showingOnly`); the laws that need it are then skipped and named in the report.
 */
export interface Observation extends ProcessSeen, IoasidSeen, SvaSeen, PagesSeen, VfioSeen {}

/** What has to be shown before each of them may be asked for. */
export const observableOf = {
  ...ioasidSeen.observableOf,
  ...svaSeen.observableOf,
  ...processSeen.observableOf,
  ...pagesSeen.observableOf,
  ...vfioSeen.observableOf,
} as const satisfies Readonly<Record<keyof Observation, Observable>>;

/** By kind: is there anything of it to see in a world? */
export const observables: Observables<World> = {
  ...ioasidSeen.isThere,
  ...svaSeen.isThere,
  ...processSeen.isThere,
  ...pagesSeen.isThere,
  ...vfioSeen.isThere,
};

/** What a kernel may be able to show, each by its name. */
export const observableKinds: readonly Observable[] = Object.keys(observables);
