import type { Field } from '../command.ts';
import type { State } from '../state.ts';
import { hasItOpen, hasProcessAndSet, type OnSet, setArguments } from './on-set.ts';

/** A command about a PASID of a guest and an assigned device. */
export interface OnEndpoint extends OnSet {
  readonly guest: number;
  readonly endpoint: number;
}

export const endpointArguments = {
  ...setArguments,
  guest: { uses: 'guest' },
  endpoint: { uses: 'endpoint' },
} as const satisfies Readonly<Record<string, Field>>;

export function hasAll(s: State, c: OnEndpoint): boolean {
  return (
    hasProcessAndSet(s, c) &&
    s.sets.guest(c.guest) !== undefined &&
    c.endpoint < s.sets.endpoints.length
  );
}

/** Whether the process may bind and unbind this PASID: it runs in the mm for which its set is. */
export function isOwner(s: State, c: OnEndpoint): boolean {
  return s.sets.setOf(s.sets.guest(c.guest)!).mm === s.process(c.process)!.mm;
}

export { hasItOpen };
