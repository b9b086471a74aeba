import type { Layout } from '../../memory/records.ts';
import type { Process } from '../state.ts';
import { type Container, type Group, VfioFiles } from './files.ts';
import { VfioMappings } from './mappings.ts';
import { VfioMemory } from '../pages/state.ts';
import { tablesOf } from './table.ts';
import type { World } from '../world.ts';

/**
 * What the specification remembers of VFIO: who has which container and group open, what is mapped and pinned by
 * whom, and what each process may lock. Nothing of it is laid out where a world has no VFIO.
 *
 * Here is what concerns more than one of the three: what ends when something is closed, and what happens to a process.
 */
export class VfioState {
  readonly files: VfioFiles;
  readonly memory: VfioMemory;
  readonly mappings: VfioMappings;
  readonly #isThere: boolean;
  readonly #threadsOf: (p: Process) => readonly Process[];

  /**
   * @param processes - laid out before
   * @param threadsOf - who shares its descriptors and its limit with a process, itself included, while they run
   */
  constructor(
    world: World,
    l: Layout,
    processes: readonly Process[],
    threadsOf: (p: Process) => readonly Process[],
  ) {
    this.#isThere = world.vfio !== undefined;
    this.#threadsOf = threadsOf;
    const table = tablesOf(world, l);
    this.files = new VfioFiles(world, table, threadsOf);
    this.memory = new VfioMemory(world, table, processes, threadsOf);
    this.mappings = new VfioMappings(world, table, this.files, this.memory);
  }

  /** The layout is cleared before. */
  reset(): void {
    this.files.reset();
    this.memory.reset();
  }

  // ---- processes

  /** @param other - of the same mm, if there is one @param parent - whose descriptors it has */
  newProcess(p: Process, parent: Process, other: Process | undefined): void {
    if (!this.#isThere) return;
    this.files.inherit(p, parent);
    this.memory.inherit(p, parent, other);
  }

  leaveMm(p: Process): void {
    if (this.#isThere) this.memory.leaveMm(p);
  }

  /** The process begins another program. */
  exec(p: Process): void {
    if (!this.#isThere) return;
    this.memory.exec(p);
    this.files.exec(p);
  }

  exit(p: Process): void {
    if (!this.#isThere) return;
    this.mappings.exit(
      p,
      this.#threadsOf(p).find((q) => q.index !== p.index),
    );
    this.files.exit(p);
    this.memory.exit(p);
  }

  // ---- what is closed

  /** What nobody has open any more is over: drivers stop, groups leave their containers, and these are gone. */
  closeUnreferenced(): void {
    for (const g of this.files.groups) {
      if (this.files.isDeviceOpen(g)) continue;
      this.mappings.stopDriver(g);
      if (g.container !== 0 && !this.files.isGroupOpen(g)) this.#leaveContainer(g);
    }
    this.files.dropUnreferenced();
  }

  closeContainer(p: Process, c: Container): void {
    this.files.closeContainer(p, c);
    this.closeUnreferenced();
  }

  closeGroup(p: Process, g: Group): void {
    this.files.closeGroup(p, g);
    this.closeUnreferenced();
  }

  closeDevice(p: Process, g: Group): void {
    this.files.closeDevice(p, g);
    this.closeUnreferenced();
  }

  /** Its files of a group, unless other threads have them too. */
  closeFilesOf(p: Process, g: Group, files: 'device' | 'device and group'): void {
    if (this.#threadsOf(p).length > 1) return;
    this.files.closeDevice(p, g);
    if (files === 'device and group') this.files.closeGroup(p, g);
    this.closeUnreferenced();
  }

  // ---- hot-plug

  /** The group is in the container; if it is the first one behind the IOMMU, everything there is mapped is pinned. */
  attach(p: Process, c: Container, g: Group): void {
    const { files, mappings } = this;
    const isFirst = files.isIommuGroup(g) && !files.hasIommu(c);
    files.openGroup(p, g);
    g.container = c.index + 1;
    if (files.kindOf(g) !== 'passthrough') files.openDevice(p, g);
    if (isFirst) for (const d of mappings.mappingsOf(c)) mappings.pinForIommu(d);
  }

  detach(p: Process, g: Group): void {
    this.closeDevice(p, g);
    if (g.container !== 0) this.#leaveContainer(g);
    this.closeGroup(p, g);
  }

  #leaveContainer(g: Group): void {
    const { files, mappings } = this;
    const c = files.containerOf(g)!;
    g.container = 0;
    if (!files.hasGroup(c)) for (const d of mappings.mappingsOf(c)) mappings.unmap(d);
    else if (!files.hasIommu(c)) mappings.unpinForIommu(c);
  }
}
