import { named, ownName } from '../memory/kinds.ts';
import type { Layout, Row } from '../memory/records.ts';
import { groupKinds, type World } from './world.ts';

/**
 * What the specification remembers of VFIO: who has which container and group open, what is mapped and pinned by
 * whom, and what each process may lock. Nothing of it is laid out where a world has no VFIO.
 */
export class VfioState {
  readonly world: World;
  readonly containers: readonly Container[];
  readonly groups: readonly Group[];

  constructor(world: World, l: Layout) {
    this.world = world;
    const { containers = 0, groups = [] } = world.vfio ?? {};
    this.containers = l.declare('container', containers, containerFields).rows;
    this.groups = l.declare('group', groups.length, groupFields, {
      keyed: { of: named('group'), each: 1 },
    }).rows;
  }

  /** The layout is cleared before. */
  reset(): void {
    for (const g of this.groups) g.kind = groupKinds.indexOf(this.world.vfio!.groups[g.index]!);
  }

  container(name: number): Container | undefined {
    for (const c of this.containers) if (c.live !== 0 && c.name === name) return c;
    return undefined;
  }
}

const containerFields = { live: 'value', name: ownName('container') } as const;
export type Container = Row<keyof typeof containerFields>;

const groupFields = { kind: 'value' } as const;
/** `kind`: index into `groupKinds`. */
export type Group = Row<keyof typeof groupFields>;
