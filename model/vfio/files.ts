import { named, ownName, rowOf, setOf } from '../../memory/kinds.ts';
import type { Row } from '../../memory/records.ts';
import type { Table } from '../rows.ts';
import type { Process, State } from '../state.ts';
import { type Backend, type GroupKind, groupKinds } from './bounds.ts';

/** Containers and groups, which group is in which container, and which process has them open. */
export class VfioFiles {
  readonly containers: readonly Container[];
  readonly groups: readonly Group[];
  readonly #s: State;
  /** The open files of each process, in the order of the processes. */
  readonly #open: readonly OpenFiles[];

  constructor(s: State, table: Table) {
    this.#s = s;
    const { world } = s;
    const { containers = 0, groups = [] } = world.vfio ?? {};
    this.containers = table('container', containers, containerFields);
    this.groups = table('group', groups.length, groupFields, {
      keyed: { of: named('group'), each: 1 },
    });
    this.#open = table('vfio files', world.processes, openFields, {
      keyed: { of: rowOf('process'), each: 1 },
    });
  }

  /** The layout is cleared before. */
  reset(): void {
    for (const g of this.groups) g.kind = groupKinds.indexOf(this.#s.world.vfio!.groups[g.index]!);
  }

  container(name: number): Container | undefined {
    for (const c of this.containers) if (c.live !== 0 && c.name === name) return c;
    return undefined;
  }

  kindOf(g: Group): GroupKind {
    return groupKinds[g.kind]!;
  }

  backendOf(c: Container): Backend {
    return this.#s.world.vfio!.backends[c.backend]!;
  }

  containerOf(g: Group): Container | undefined {
    return g.container === 0 ? undefined : this.containers[g.container - 1];
  }

  groupsIn(c: Container): readonly Group[] {
    return this.groups.filter((g) => g.container === c.index + 1);
  }

  /** Whether it has a backend. It has one while a group is in it. */
  hasGroup(c: Container): boolean {
    return this.groups.some((g) => g.container === c.index + 1);
  }

  /** Whether a device behind the IOMMU is in it, so that all mappings are pinned. */
  hasIommu(c: Container): boolean {
    return this.groups.some((g) => g.container === c.index + 1 && this.isIommuGroup(g));
  }

  hasMdev(c: Container): boolean {
    return this.groups.some((g) => g.container === c.index + 1 && this.kindOf(g) === 'mdev');
  }

  isIommuGroup(g: Group): boolean {
    return this.kindOf(g) !== 'mdev';
  }

  holdsContainer(p: Process, c: Container): boolean {
    return (this.#of(p).containers & bit(c)) !== 0;
  }

  holdsGroup(p: Process, g: Group): boolean {
    return (this.#of(p).groupFiles & bit(g)) !== 0;
  }

  holdsDevice(p: Process, g: Group): boolean {
    return (this.#of(p).deviceFiles & bit(g)) !== 0;
  }

  isContainerOpen(c: Container): boolean {
    return this.#open.some((m) => (m.containers & bit(c)) !== 0);
  }

  isGroupOpen(g: Group): boolean {
    return this.#open.some((m) => (m.groupFiles & bit(g)) !== 0);
  }

  /** Whether its driver runs. */
  isDeviceOpen(g: Group): boolean {
    return this.#open.some((m) => (m.deviceFiles & bit(g)) !== 0);
  }

  isDeviceOpenBut(g: Group, p: Process): boolean {
    const own = this.#sharing(p);
    return this.#open.some((m) => !own.includes(m) && (m.deviceFiles & bit(g)) !== 0);
  }

  // ---- changes, for `next`

  /** A new process has the files of its parent. */
  inherit(p: Process, parent: Process): void {
    const m = this.#of(p);
    const from = this.#of(parent);
    m.containers = from.containers;
    m.groupFiles = from.groupFiles;
    m.deviceFiles = from.deviceFiles;
  }

  /** exec closes the devices (VFIO opens them O_CLOEXEC), and the other files if they were opened with O_CLOEXEC. */
  exec(p: Process): void {
    this.#of(p).deviceFiles = 0;
    if (this.#s.world.closeOnExec) this.exit(p);
  }

  exit(p: Process): void {
    const m = this.#of(p);
    m.containers = 0;
    m.groupFiles = 0;
    m.deviceFiles = 0;
  }

  newContainer(name: number, backend: string, p: Process): void {
    const c = this.containers.find((row) => row.live === 0)!;
    c.live = 1;
    c.name = name;
    c.backend = this.#s.world.vfio!.backends.indexOf(backend as Backend);
    for (const m of this.#sharing(p)) m.containers |= bit(c);
  }

  closeContainer(p: Process, c: Container): void {
    for (const m of this.#sharing(p)) m.containers &= ~bit(c);
  }

  openGroup(p: Process, g: Group): void {
    for (const m of this.#sharing(p)) m.groupFiles |= bit(g);
  }

  closeGroup(p: Process, g: Group): void {
    for (const m of this.#sharing(p)) m.groupFiles &= ~bit(g);
  }

  openDevice(p: Process, g: Group): void {
    for (const m of this.#sharing(p)) m.deviceFiles |= bit(g);
  }

  closeDevice(p: Process, g: Group): void {
    for (const m of this.#sharing(p)) m.deviceFiles &= ~bit(g);
  }

  /** Removes containers that are open nowhere and have no groups. */
  dropUnreferenced(): void {
    for (const c of this.containers) {
      if (c.live === 0 || this.hasGroup(c) || this.isContainerOpen(c)) continue;
      c.live = 0;
      c.name = 0;
      c.backend = 0;
    }
  }

  // ---- rows

  #of(p: Process): OpenFiles {
    return this.#open[p.index]!;
  }

  /** Those of all its threads. */
  #sharing(p: Process): readonly OpenFiles[] {
    return this.#s.threadsOf(p).map((q) => this.#of(q));
  }
}

const containerFields = { live: 'value', name: ownName('container'), backend: 'value' } as const;
/** `backend`: index into those of the world. */
export type Container = Row<keyof typeof containerFields>;

const groupFields = { kind: 'value', container: rowOf('container', 1) } as const;
/** `kind`: index into `groupKinds`. `container`: 0 if it is in none. */
export type Group = Row<keyof typeof groupFields>;

const openFields = {
  containers: setOf('container'),
  groupFiles: setOf('group'),
  deviceFiles: setOf('group'),
} as const;
/** The open files of a process. */
type OpenFiles = Row<keyof typeof openFields>;

function bit({ index }: { readonly index: number }): number {
  return 1 << index;
}
