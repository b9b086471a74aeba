import { named } from '../../memory/kinds.ts';
import type { Layout, Row } from '../../memory/records.ts';
import type { Part } from '../part.ts';
import { tablesIn } from '../rows.ts';
import { svaOf } from '../sva/bounds.ts';
import type { State } from '../state.ts';
import { prqOf } from './bounds.ts';

/** The groups of page requests that devices have begun. The model does not know when they are answered. */
export class PrqState implements Part {
  /** Row i is group i mod `groups` of device i / `groups`. */
  readonly groups: readonly Group[];
  readonly #perDevice: number;
  readonly #most: number;
  readonly #ring: Row<'sent'> | undefined;

  constructor({ world }: State, l: Layout) {
    const { prgs, ring } = prqOf(world);
    this.#most = ring;
    this.#perDevice = prgs;
    const table = tablesIn(l, world.prq !== undefined);
    [this.#ring] = table('ring', 1, { sent: 'value' });
    this.groups = table('request group', svaOf(world).devices * prgs, groupFields, {
      keyed: { of: named('device'), each: Math.max(prgs, 1) },
    });
  }

  /** The number of requests that may be in the ring: those that were queued since the thread looked last. */
  get sent(): number {
    return this.#ring?.sent ?? 0;
  }

  set sent(n: number) {
    this.#ring!.sent = n;
  }

  /** A device that ends its work completes the groups that it has begun: their last requests may fill the ring. */
  mayComplete(): void {
    if (this.#ring !== undefined && this.groups.some(({ state }) => state === groupState.open))
      this.#ring.sent = this.#most;
  }

  /** A file may be released, with the work for it. */
  dropUnreferenced(): void {
    this.mayComplete();
  }

  group(device: number, name: number): Group {
    return this.groups[device * this.#perDevice + name]!;
  }
}

/** `open`: more requests follow. `sent`: the last was sent, and the group may have been answered. */
export const groupState = { none: 0, open: 1, sent: 2 } as const;

const groupFields = { state: 'value', mm: named('mm', 1) } as const;
/** `mm`: that of the file for which the device asks. */
export type Group = Row<keyof typeof groupFields>;
