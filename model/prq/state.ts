import { named } from '../../memory/kinds.ts';
import type { Layout, Row } from '../../memory/records.ts';
import { tablesIn } from '../rows.ts';
import { svaOf } from '../sva/bounds.ts';
import type { State } from '../state.ts';
import { prqOf } from './bounds.ts';

/** The groups of page requests that devices have begun. The model does not know when they are answered. */
export class PrqState {
  /** Row i is group i mod `groups` of device i / `groups`. */
  readonly groups: readonly Group[];
  readonly #perDevice: number;

  constructor({ world }: State, l: Layout) {
    const { prgs } = prqOf(world);
    this.#perDevice = prgs;
    const table = tablesIn(l, world.prq !== undefined);
    this.groups = table('request group', svaOf(world).devices * prgs, groupFields, {
      keyed: { of: named('device'), each: Math.max(prgs, 1) },
    });
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
