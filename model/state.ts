import { named, ownName, rowOf, setOf } from '../memory/kinds.ts';
import { Layout, type Row } from '../memory/records.ts';
import { VfioState } from './vfio/state.ts';
import type { World } from './world.ts';
import { svaOf } from './sva/bounds.ts';
import { pasidsOf } from './ioasid/bounds.ts';

/**
 * What the specification remembers: who runs where, which files are open, and who was told which
 * PASID. Sets and sums, no reference counts, no tables, no deferred work: those are the kernel's way
 * of keeping to this, and what is being checked.
 *
 * Identities: an mm is known by a number that counts up from 1 in the order of creation. The other
 * rows carry the number of their name in the trace (`file.name` 2 is f2).
 */
export class State {
  readonly world: World;
  readonly layout: Layout;
  readonly processes: readonly Process[];
  readonly files: readonly OpenFile[];
  readonly handles: readonly Handle[];
  readonly mappings: readonly Mapping[];
  readonly devices: readonly Device[];
  readonly grants: readonly Grant[];
  readonly vfio: VfioState;
  readonly #global: Row<keyof typeof globalFields>;
  /** Of each row of `processes`, in worlds with threads. */
  readonly #threads: readonly Thread[] | undefined;

  constructor(world: World) {
    this.world = world;
    const l = (this.layout = new Layout(1024));
    this.#global = l.declare('global', 1, globalFields).rows[0] as Row<keyof typeof globalFields>;
    this.processes = l.declare('process', world.processes, processFields).rows;
    this.devices = l.declare(
      'device',
      svaOf(world).devices,
      { present: 'value' },
      { keyed: { of: named('device'), each: 1 } },
    ).rows;
    this.files = l.declare('file', svaOf(world).files, fileFields).rows;
    this.handles = l.declare('handle', svaOf(world).files + 3, handleFields).rows;
    this.mappings = l.declare('mapping', svaOf(world).files * regions.length, mappingFields).rows;
    this.grants = l.declare('grant', Math.min(pasidsOf(world), 4), grantFields).rows;
    this.vfio = new VfioState(world, l, this.processes, (p) => this.threadsOf(p));
    if (world.threads === true)
      this.#threads = l.declare('thread', world.processes, threadFields, {
        keyed: { of: rowOf('process'), each: 1 },
      }).rows;
    this.reset();
  }

  /** One process p0 with a fresh mm, every device present, nothing open. */
  reset(): void {
    this.layout.clear();
    for (const device of this.devices) device.present = 1;
    this.vfio.reset();
    const first = this.processes[0] as Process;
    first.live = 1;
    first.mm = this.newMm();
    this.#leads(first);
  }

  // ---- look up by name; undefined when there is no such thing now

  process(name: number): Process | undefined {
    for (const p of this.processes) if (p.live !== 0 && p.name === name) return p;
    return undefined;
  }

  file(name: number): OpenFile | undefined {
    for (const f of this.files) if (f.live !== 0 && f.name === name) return f;
    return undefined;
  }

  handle(name: number): Handle | undefined {
    for (const h of this.handles) if (h.live !== 0 && h.name === name) return h;
    return undefined;
  }

  grant(name: number): Grant | undefined {
    for (const g of this.grants) if (g.live !== 0 && g.name === name) return g;
    return undefined;
  }

  mapping(mm: number, file: OpenFile, region: number): Mapping | undefined {
    for (const m of this.mappings)
      if (m.live !== 0 && m.mm === mm && m.file === file.index && m.region === region) return m;
    return undefined;
  }

  // ---- what the laws and rules ask

  /** mms made so far; the newest has this number. */
  get mms(): number {
    return this.#global.mms;
  }

  /** The next mm has the number behind this one. */
  set mms(n: number) {
    this.#global.mms = n;
  }

  /** mms are what a kernel numbers. */
  get made(): number {
    return this.mms;
  }

  set made(n: number) {
    this.mms = n;
  }

  /** Does a process still run in this mm? */
  runs(mm: number): boolean {
    return this.firstIn(mm) !== undefined;
  }

  /** The first of the processes that run in this mm. What the mm was told, all of them know. */
  firstIn(mm: number): Process | undefined {
    for (const p of this.processes) if (p.live !== 0 && p.mm === mm) return p;
    return undefined;
  }

  /** The PASID that handles hold for this mm now; 0 if none does. The lowest, should they disagree. */
  pasidBoundTo(mm: number): number {
    let lowest = 0;
    for (const h of this.handles)
      if (h.live !== 0 && h.mm === mm && (lowest === 0 || h.pasid < lowest)) lowest = h.pasid;
    return lowest;
  }

  /** A PASID other than this that a handle holds for this mm; 0 if none does. */
  boundOtherwise(mm: number, pasid: number): number {
    let lowest = 0;
    for (const h of this.handles)
      if (h.live !== 0 && h.mm === mm && h.pasid !== pasid && (lowest === 0 || h.pasid < lowest))
        lowest = h.pasid;
    return lowest;
  }

  /** A handle of an mm other than `mm`, or a grant, that holds this PASID. */
  holder(pasid: number, mm: number): Handle | Grant | undefined {
    for (const h of this.handles) if (h.live !== 0 && h.pasid === pasid && h.mm !== mm) return h;
    for (const g of this.grants) if (g.live !== 0 && g.pasid === pasid) return g;
    return undefined;
  }

  isHeld(pasid: number): boolean {
    return this.holder(pasid, 0) !== undefined;
  }

  /**
   * May the allocator still be without it? Held, or told to an mm that lives, or told to one that
   * ended and not yet seen to come free (a kernel may free late, after a grace period).
   */
  mayBeTaken(pasid: number): boolean {
    if ((this.#global.lingering & (1 << pasid)) !== 0 || this.isHeld(pasid)) return true;
    for (const p of this.processes) if (p.live !== 0 && p.pasid === pasid) return true;
    return false;
  }

  /** May the allocator still say that somebody owns it, whoever that is? */
  mayHaveOwner(pasid: number): boolean {
    return this.mayBeTaken(pasid) || this.#untold() > 0;
  }

  /** Could every PASID be taken, so that "no space" is a right answer? */
  mayBeExhausted(): boolean {
    let free = 0;
    for (let n = 1; n <= pasidsOf(this.world); n++) if (!this.mayBeTaken(n)) free++;
    return free <= this.#untold();
  }

  /** mms that may have a PASID without anyone having been told: a bind of theirs ran out of memory. */
  #untold(): number {
    let n = this.#global.untold;
    for (const p of this.processes)
      if (p.live !== 0 && p.untold !== 0 && this.firstIn(p.mm) === p) n++;
    return n;
  }

  /** The lowest PASID that nobody can have; 0 if there is none. */
  lowestFree(): number {
    for (let n = 1; n <= pasidsOf(this.world); n++) if (!this.mayBeTaken(n)) return n;
    return 0;
  }

  holds(p: Process, f: OpenFile): boolean {
    return (p.fds & (1 << f.index)) !== 0;
  }

  /** The name of the leader of its thread group: its own, unless it is a further thread. The leader may have exited. */
  groupOf(p: Process): number {
    return this.#threads === undefined ? p.name : this.#threads[p.index]!.leader;
  }

  /** The tasks of its thread group that run, itself among them: what one does to the descriptor table, it does to all. */
  threadsOf(p: Process): readonly Process[] {
    if (this.#threads === undefined) return [p];
    return this.processes.filter((q) => q.live !== 0 && this.groupOf(q) === this.groupOf(p));
  }

  /** Does no other thread of its group run? */
  isLastOfGroup(p: Process): boolean {
    return this.#threads === undefined || this.threadsOf(p).length === 1;
  }

  /** Does nobody live? */
  isOver(): boolean {
    return !this.anyProcess();
  }

  anyProcess(): boolean {
    for (const p of this.processes) if (p.live !== 0) return true;
    return false;
  }

  room(rows: readonly { live: number }[]): boolean {
    for (const row of rows) if (row.live === 0) return true;
    return false;
  }

  // ---- what `next` does

  newMm(): number {
    return ++this.#global.mms;
  }

  /** In an mm of its own, or in that of others: then it knows what they were told. It has its parent’s descriptors. */
  newProcess(name: number, mm: number, parent: Process): void {
    this.#leads(this.#newTask(name, mm, parent));
  }

  /** One more thread of a process: in its mm, with its descriptor table. */
  newThread(name: number, of: Process): void {
    const p = this.#newTask(name, of.mm, of);
    this.#follows(p, this.groupOf(of));
  }

  #newTask(name: number, mm: number, parent: Process): Process {
    const other = this.firstIn(mm);
    const p = take(this.processes);
    p.name = name;
    p.mm = mm;
    p.fds = parent.fds;
    p.pasid = other?.pasid ?? 0;
    p.untold = other?.untold ?? 0;
    this.vfio.newProcess(p, parent, other);
    return p;
  }

  /** It is the leader of a thread group of its own. */
  #leads(p: Process): void {
    if (this.#threads !== undefined) this.#follows(p, p.name);
  }

  #follows(p: Process, leader: number): void {
    const thread = this.#threads![p.index]!;
    thread.live = 1;
    thread.leader = leader;
  }

  /** Its descriptor table is this now, and so is that of its other threads, which is the same. */
  setFds(p: Process, fds: number): void {
    if (this.#threads === undefined) p.fds = fds;
    else for (const q of this.threadsOf(p)) q.fds = fds;
  }

  /** A bind ran out of memory: the mm may have a PASID by now or not, and nobody was told. */
  mayHaveTaken({ mm, pasid }: Process): void {
    if (pasid !== 0) return;
    for (const p of this.processes) if (p.live !== 0 && p.mm === mm) p.untold = 1;
  }

  newFile(name: number, device: number, by: Process): OpenFile {
    const f = take(this.files);
    f.name = name;
    f.device = device;
    f.queue = queue.init;
    this.setFds(by, by.fds | (1 << f.index));
    return f;
  }

  /** The caller was told that `mm` reaches `file`'s device through `pasid`. `name` is -1 for open's own. */
  newHandle(name: number, file: OpenFile, by: Process, pasid: number): void {
    const h = take(this.handles);
    h.name = name;
    h.file = file.index;
    h.device = file.device;
    h.mm = by.mm;
    h.pasid = pasid;
    this.#global.lingering &= ~(1 << pasid);
    for (const p of this.processes) if (p.live !== 0 && p.mm === by.mm) told(p, pasid);
  }

  newGrant(name: number, pasid: number): void {
    const g = take(this.grants);
    g.name = name;
    g.pasid = pasid;
    this.#global.lingering &= ~(1 << pasid);
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
    if (h.pasid > 0) this.#global.lingering |= 1 << h.pasid;
  }

  /** A process leaves its mm: the mm ends with its last process, and its mappings with it. */
  leaveMm(p: Process): void {
    const mm = p.mm;
    p.mm = 0;
    this.vfio.leaveMm(p);
    if (this.runs(mm)) return;
    if (p.pasid > 0) this.#global.lingering |= 1 << p.pasid;
    this.#global.untold += p.untold;
    p.untold = 0;
    for (const m of this.mappings) if (m.live !== 0 && m.mm === mm) m.live = 0;
  }

  /** A task ends: it leaves its mm, and the descriptor table, which goes with the last of its group. */
  end(p: Process): void {
    this.leaveMm(p);
    p.live = 0;
    this.vfio.exit(p);
    if (this.#threads !== undefined) this.#threads[p.index]!.live = 0;
  }

  /** For exec: the other threads of its group end, and it is the leader now, whoever was (fs/exec.c, de_thread). */
  endOtherThreads(p: Process): void {
    if (this.#threads === undefined) return;
    for (const q of this.threadsOf(p)) if (q.index !== p.index) this.end(q);
    this.#leads(p);
  }

  /** Files that no process holds and no mapping keeps are gone, and their handles with them. */
  closeUnreferencedFiles(): void {
    for (const f of this.files) {
      if (f.live === 0 || this.#isReferenced(f)) continue;
      f.live = 0;
      this.endHandlesOf(f);
    }
    this.vfio.closeUnreferenced();
  }

  endHandlesOf(f: OpenFile): void {
    for (const h of this.handles) if (h.live !== 0 && h.file === f.index) this.endHandle(h);
  }

  /** All deferred work has run: what only lingered must be free now. */
  settled(): void {
    this.#global.lingering = 0;
    this.#global.untold = 0;
  }

  #isReferenced(f: OpenFile): boolean {
    for (const p of this.processes) if (p.live !== 0 && this.holds(p, f)) return true;
    for (const m of this.mappings) if (m.live !== 0 && m.file === f.index) return true;
    return false;
  }
}

/** `mms`: made so far. `lingering`: bit per PASID that may be free by now. `untold`: the same of mms that ended. */
const globalFields = { mms: 'ignored', lingering: 'value', untold: 'value' } as const;

const processFields = {
  live: 'value',
  name: ownName('process'),
  mm: named('mm', 1),
  fds: setOf('file'),
  pasid: 'value',
  untold: 'value',
} as const;
/**
 * `fds`: bit per row of `files`. `pasid`: what the mm was last told, 0 if nothing. `untold`: it may have one
 * all the same. Processes of one mm agree about both, threads of one group about `fds`.
 */
export type Process = Row<keyof typeof processFields>;

const threadFields = { live: 'value', leader: named('process') } as const;
/** `live`: as of its process. `leader`: the name of the leader of its thread group, also of one that has exited. */
type Thread = Row<keyof typeof threadFields>;

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

const mappingFields = {
  live: 'value',
  mm: named('mm', 1),
  file: rowOf('file'),
  region: 'value',
  severed: 'value',
} as const;
/** `severed`: the device went away, accesses must raise SIGBUS. */
export type Mapping = Row<keyof typeof mappingFields>;

export type Device = Row<'present'>;
const grantFields = { live: 'value', name: ownName('pasid'), pasid: 'value' } as const;
/** A PASID that a driver took for itself. */
export type Grant = Row<keyof typeof grantFields>;

/** The regions of a uacce queue that can be mapped: its registers, and memory shared with the device. */
export const regions = ['mmio', 'dus'] as const;

/** Where a queue is in its life, as far as its user can know. `dead`: its device went away. */
export const queue = { init: 0, started: 1, stopped: 2, dead: 3 } as const;

function told(p: Process, pasid: number): void {
  p.pasid = pasid;
  p.untold = 0;
}

function take<R extends { live: number }>(rows: readonly R[]): R {
  for (const row of rows)
    if (row.live === 0) {
      row.live = 1;
      return row;
    }
  throw new Error('no free row: a command was applied that was not possible');
}
