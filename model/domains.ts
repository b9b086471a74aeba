import type { Domain, DomainOf } from './domain.ts';
import { ioasidDomain } from './ioasid/index.ts';
import { pagesDomain } from './pages/index.ts';
import { processDomain } from './process/index.ts';
import { svaDomain } from './sva/index.ts';
import { vfioDomain } from './vfio/index.ts';

/**
 * Every domain there is, in the order in which reports and lists name what belongs to them. Which may use which is
 * said by `needs` and kept by rooms.test.ts.
 */
const all = [
  // Every world has processes, and every state: they are no part of one.
  processDomain,
  svaDomain,
  ioasidDomain,
  pagesDomain,
  vfioDomain,
] as const;

export const domains: readonly Domain[] = all;

/** The types of each domain that is a part of worlds and states. */
type Types = TypesOf<(typeof all)[number]>;
type TypesOf<D> = D extends DomainOf<infer T> ? T : never;

/** Each part of a world, by the name of its domain. */
export type WorldParts = { readonly [T in Types as T['name']]?: T['bounds'] | undefined };

/** Each part of a state. */
export type StateParts = { readonly [T in Types as T['name']]: T['state'] };

/** What can be seen of all of them. */
export type SeenParts = All<Types['seen']>;

/** All in one, of a union of types. */
type All<U> = (U extends unknown ? (u: U) => void : never) extends (all: infer A) => void
  ? A
  : never;
