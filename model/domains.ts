import type { Domain, DomainOf } from './domain.ts';
import { enqcmdDomain } from './enqcmd/index.ts';
import { ioasidDomain } from './ioasid/index.ts';
import { pagesDomain } from './pages/index.ts';
import { setsDomain } from './sets/index.ts';
import { prqDomain } from './prq/index.ts';
import { processDomain } from './process/index.ts';
import { svaDomain } from './sva/index.ts';
import { vfioDomain } from './vfio/index.ts';

/**
 * All domains, in the order of reports and lists. `needs` declares which domain may use which, and rooms.test.ts checks it.
 */
const all = [
  // Every world and every state has processes, so they are not a part.
  processDomain,
  svaDomain,
  prqDomain,
  enqcmdDomain,
  ioasidDomain,
  setsDomain,
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

/** The observations of all domains. */
export type SeenParts = All<Types['seen']>;

/** The intersection of the types of a union. */
type All<U> = (U extends unknown ? (u: U) => void : never) extends (all: infer A) => void
  ? A
  : never;
