import type { Layout } from '../../memory/records.ts';
import type { Part } from '../part.ts';
import { tablesIn } from '../rows.ts';
import type { Process, State } from '../state.ts';
import { type Container, type Group, VfioFiles } from './files.ts';
import { VfioMappings } from './mappings.ts';

/**
 * The VFIO part of the state: which process has which container and group open, the mappings, and the pins. In a world
 * without VFIO it is empty.
 *
 * This class handles events that concern both files and mappings: closing files, and events of a process.
 */
export class VfioState implements Part {
  readonly files: VfioFiles;
  readonly mappings: VfioMappings;
  readonly #s: State;
  readonly #isThere: boolean;

  /** Processes and their pages are laid out before. */
  constructor(s: State, l: Layout) {
    this.#s = s;
    this.#isThere = s.world.vfio !== undefined;
    const table = tablesIn(l, this.#isThere);
    this.files = new VfioFiles(s, table);
    this.mappings = new VfioMappings(s, table, this.files);
  }

  reset(): void {
    this.files.reset();
  }

  locks(mm: number): number {
    return this.mappings.locks(mm);
  }

  pinReferences(): readonly [least: number, most: number] {
    return this.mappings.expectedPinReferences();
  }

  aboutToLock(): readonly { readonly process: Process; readonly pages: number }[] {
    const { files, mappings } = this;
    return mappings.dmas
      .filter((d) => d.live !== 0 && d.handed !== 0)
      .flatMap((d) =>
        this.#s.processes
          .filter(
            (p) =>
              p.live !== 0 &&
              p.mm !== d.mm &&
              files.holdsContainer(p, files.containers[d.container - 1]!),
          )
          .map((process) => ({ process, pages: mappings.countedPages(d) })),
      );
  }

  // ---- events of processes

  born(p: Process, parent: Process): void {
    if (this.#isThere) this.files.inherit(p, parent);
  }

  execs(p: Process): void {
    if (this.#isThere) this.files.exec(p);
  }

  exits(p: Process, heir: Process | undefined): void {
    if (!this.#isThere) return;
    this.mappings.exit(p, heir);
    this.files.exit(p);
  }

  partsOfLeaving(process: number): readonly ((s: State) => number)[] {
    return this.files.groups.flatMap(({ index }) =>
      (['device', 'device and group'] as const).map((files) => (now: State) => {
        now.vfio.closeFilesOf(now.process(process)!, now.vfio.files.groups[index]!, files);
        return 0;
      }),
    );
  }

  // ---- closing files

  /** Ends files that are open nowhere: drivers stop, groups leave their containers, and empty containers are removed. */
  dropUnreferenced(): void {
    for (const g of this.files.groups) {
      if (this.files.isDeviceOpen(g)) continue;
      this.mappings.stopDriver(g);
      if (g.container !== 0 && !this.files.isGroupOpen(g)) this.#leaveContainer(g);
    }
    this.files.dropUnreferenced();
  }

  closeContainer(p: Process, c: Container): void {
    this.files.closeContainer(p, c);
    this.dropUnreferenced();
  }

  closeGroup(p: Process, g: Group): void {
    this.files.closeGroup(p, g);
    this.dropUnreferenced();
  }

  closeDevice(p: Process, g: Group): void {
    this.files.closeDevice(p, g);
    this.dropUnreferenced();
  }

  /** Closes its files of a group, unless other threads have them too. */
  closeFilesOf(p: Process, g: Group, files: 'device' | 'device and group'): void {
    if (!this.#s.isLastOfGroup(p)) return;
    this.files.closeDevice(p, g);
    if (files === 'device and group') this.files.closeGroup(p, g);
    this.dropUnreferenced();
  }

  // ---- hot-plug

  /** The group joins the container; if it is the first one behind the IOMMU, all mappings are pinned. */
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
