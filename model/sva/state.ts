import { named, ownName, rowOf, setOf } from '../../memory/kinds.ts';
import type { Layout, Row } from '../../memory/records.ts';
import type { Part } from '../part.ts';
import { take, tablesIn } from '../rows.ts';
import type { Process, State } from '../state.ts';
import { hasIdxd, hasPrivateBinds, svaOf } from './bounds.ts';

/** The open files of devices, their mappings, and the bonds: which mm is bound to which device under which PASID. */
export class SvaState implements Part {
  readonly devices: readonly Device[];
  readonly files: readonly OpenFile[];
  readonly handles: readonly Handle[];
  readonly mappings: readonly Mapping[];
  readonly #s: State;
  /** Of each process, in their order. */
  readonly #descriptors: readonly Descriptors[];
  /** Of each handle, in a world with private binds. */
  readonly privates: readonly Row<keyof typeof privateFields>[];

  /** Processes are laid out before. */
  constructor(s: State, l: Layout) {
    this.#s = s;
    const { world } = s;
    const { devices, files } = svaOf(world);
    const table = tablesIn(l, world.sva !== undefined);
    this.#descriptors = table('descriptors', world.processes, descriptorFields, {
      keyed: { of: rowOf('process'), each: 1 },
    });
    this.devices = table('device', devices, deviceFields, {
      keyed: { of: named('device'), each: 1 },
    });
    this.files = table('file', files, fileFields);
    this.handles = table('handle', files + 3, handleFields);
    // Besides the regions of uacce: the portals of idxd, so many in each mm.
    const portals = (world.enqcmd?.portals ?? 0) * world.processes;
    this.privates = tablesIn(l, hasPrivateBinds(world))(
      'private handle',
      files + 3,
      privateFields,
      {
        keyed: { of: rowOf('handle'), each: 1 },
      },
    );
    this.mappings = table('mapping', files * regions.length + portals, mappingFields);
  }

  reset(): void {
    for (const device of this.devices) device.present = 1;
  }

  // ---- look up by name; undefined if the object does not exist now

  file(name: number): OpenFile | undefined {
    for (const f of this.files) if (f.live !== 0 && f.name === name) return f;
    return undefined;
  }

  handle(name: number): Handle | undefined {
    for (const h of this.handles) if (h.live !== 0 && h.name === name) return h;
    return undefined;
  }

  /** The bond that open made for the file; undefined if its device was removed. */
  handleOfOpen(f: OpenFile): Handle | undefined {
    for (const h of this.handles) if (h.live !== 0 && h.file === f.index && h.name === -1) return h;
    return undefined;
  }

  mapping(mm: number, file: OpenFile, region: number): Mapping | undefined {
    for (const m of this.mappings)
      if (m.live !== 0 && m.mm === mm && m.file === file.index && m.region === region) return m;
    return undefined;
  }

  // ---- queries of laws and rules

  /** The PASID that handles hold for this mm now; 0 if there is none. The lowest, if they disagree. */
  pasidBoundTo(mm: number): number {
    return this.boundOtherwise(mm, 0);
  }

  /** The lowest other PASID that a handle holds for this mm; 0 if there is none. */
  boundOtherwise(mm: number, pasid: number): number {
    let lowest = 0;
    for (const h of this.handles)
      if (
        h.live !== 0 &&
        !this.isPrivate(h) &&
        h.mm === mm &&
        h.pasid !== pasid &&
        (lowest === 0 || h.pasid < lowest)
      )
        lowest = h.pasid;
    return lowest;
  }

  /** Whether its PASID is that of this handle alone. */
  isPrivate(h: Handle): boolean {
    const own = this.privates[h.index];
    return own !== undefined && own.is !== 0;
  }

  holds(pasid: number, butMm: number): boolean {
    return this.#holder(pasid, butMm) !== undefined;
  }

  ownersOf(pasid: number): readonly string[] {
    return this.handles
      .filter((h) => h.live !== 0 && h.pasid === pasid)
      .map((h) => `mm${h.mm - 1}`);
  }

  holderText(pasid: number, butMm: number): string | undefined {
    const holder = this.#holder(pasid, butMm);
    if (holder === undefined) return undefined;
    const open = this.files[holder.file];
    const keepers = this.#s.processes.filter((q) => q.live !== 0 && open && this.hasOpen(q, open));
    const kept = keepers.length
      ? `, kept open by ${keepers.map((q) => `p${q.name}`).join(', ')}`
      : '';
    return `the bond of f${open?.name} with mm${holder.mm - 1}${kept}`;
  }

  #holder(pasid: number, butMm: number): Handle | undefined {
    for (const h of this.handles)
      if (h.live !== 0 && h.pasid === pasid && (h.mm !== butMm || this.isPrivate(h))) return h;
    return undefined;
  }

  /** The files that a process has open: a bit per row of `files`. */
  openFiles(p: Process): number {
    return this.#descriptors[p.index]?.files ?? 0;
  }

  hasOpen(p: Process, f: OpenFile): boolean {
    return (this.openFiles(p) & (1 << f.index)) !== 0;
  }

  // ---- changes, for `next`

  newFile(name: number, device: number, by: Process): OpenFile {
    const f = take(this.files);
    f.name = name;
    f.device = device;
    f.queue = hasIdxd(this.#s.world) ? queue.started : queue.init;
    this.#setOpenFiles(by, this.openFiles(by) | (1 << f.index));
    return f;
  }

  /** The process, and so each of its threads, no longer has the file. */
  close(p: Process, f: OpenFile): void {
    this.#setOpenFiles(p, this.openFiles(p) & ~(1 << f.index));
  }

  /** The caller got this PASID for its mm on the file’s device. `name` is -1 for the handle of open. */
  newHandle(name: number, file: OpenFile, by: Process, pasid: number): void {
    this.#newHandle(name, file, by, pasid);
    this.#s.ioasid.tell(by.mm, pasid);
  }

  /** The same with a PASID of this handle alone. */
  newPrivateHandle(file: OpenFile, by: Process, pasid: number): void {
    this.privates[this.#newHandle(-1, file, by, pasid).index]!.is = 1;
    this.#s.ioasid.isTaken(pasid);
  }

  #newHandle(name: number, file: OpenFile, by: Process, pasid: number): Handle {
    const h = take(this.handles);
    h.name = name;
    h.file = file.index;
    h.device = file.device;
    h.mm = by.mm;
    h.pasid = pasid;
    const own = this.privates[h.index];
    if (own !== undefined) own.is = 0;
    return h;
  }

  newMapping(mm: number, file: OpenFile, region: number): void {
    const m = take(this.mappings);
    m.mm = mm;
    m.file = file.index;
    m.region = region;
    m.severed = 0;
  }

  endHandle(h: Handle): void {
    h.live = 0;
    this.#s.ioasid.mayComeFree(h.pasid);
  }

  endHandlesOf(f: OpenFile): void {
    for (const h of this.handles) if (h.live !== 0 && h.file === f.index) this.endHandle(h);
  }

  // ---- events of processes

  born(p: Process, parent: Process): void {
    const own = this.#descriptors[p.index];
    if (own !== undefined) own.files = this.openFiles(parent);
  }

  leavesMm(_p: Process, mm: number, isLast: boolean): void {
    if (!isLast) return;
    for (const m of this.mappings) if (m.live !== 0 && m.mm === mm) m.live = 0;
  }

  execs(p: Process): void {
    if (this.#s.world.closeOnExec) this.#setOpenFiles(p, 0);
  }

  exits(p: Process): void {
    const own = this.#descriptors[p.index];
    if (own !== undefined) own.files = 0;
  }

  /** Removes files that no process holds and no mapping keeps, with their handles. */
  dropUnreferenced(): void {
    for (const f of this.files) {
      if (f.live === 0 || this.#isReferenced(f)) continue;
      f.live = 0;
      this.endHandlesOf(f);
    }
  }

  #isReferenced(f: OpenFile): boolean {
    for (const p of this.#s.processes) if (p.live !== 0 && this.hasOpen(p, f)) return true;
    for (const m of this.mappings) if (m.live !== 0 && m.file === f.index) return true;
    return false;
  }

  #setOpenFiles(p: Process, files: number): void {
    for (const q of this.#s.threadsOf(p)) {
      const own = this.#descriptors[q.index];
      if (own !== undefined) own.files = files;
    }
  }
}

const deviceFields = { present: 'value' } as const;
export type Device = Row<keyof typeof deviceFields>;

const descriptorFields = { files: setOf('file') } as const;
/** `files`: threads of one group agree about them. */
type Descriptors = Row<keyof typeof descriptorFields>;

const fileFields = {
  live: 'value',
  name: ownName('file'),
  device: named('device'),
  queue: 'value',
} as const;
export type OpenFile = Row<keyof typeof fileFields>;

const handleFields = {
  live: 'value',
  name: ownName('handle'),
  file: rowOf('file'),
  device: named('device'),
  mm: named('mm', 1),
  pasid: 'value',
} as const;
/** A bond as its holder sees it: this mm, on this device, under this PASID. */
export type Handle = Row<keyof typeof handleFields>;

/** `is`: its PASID is not that of its mm. */
const privateFields = { is: 'value' } as const;

const mappingFields = {
  live: 'value',
  mm: named('mm', 1),
  file: rowOf('file'),
  region: 'value',
  severed: 'value',
} as const;
/** `severed`: the device was removed, so accesses must raise SIGBUS. */
export type Mapping = Row<keyof typeof mappingFields>;

/** The regions of a uacce queue that can be mapped: its registers, and memory shared with the device. */
export const regions = ['mmio', 'dus'] as const;

/** The state of a queue as far as its user can know. `dead`: its device was removed. */
export const queue = { init: 0, started: 1, stopped: 2, dead: 3 } as const;
