import { named, ownName, rowOf } from '../memory/kinds.ts';
import { Layout, type Row } from '../memory/records.ts';
import { domains, type StateParts } from './domains.ts';
import type { Part } from './part.ts';
import { take } from './rows.ts';
import type { World } from './world.ts';

/** Declares the part of each domain under its name, such as `s.sva`; the constructor of the state sets it. */
const Parts = Object as unknown as new () => StateParts;

/**
 * The state of the specification: which task runs in which mm, and a part for each domain. It has sets and sums, but no
 * reference counts, no tables and no deferred work: those are the kernel's means, and they are what is being checked.
 *
 * Identities: mms are numbered from 1 in the order of creation. The other
 * rows have the number of their name in the trace (`file.name` 2 is f2).
 */
export class State extends Parts {
  readonly world: World;
  readonly layout: Layout;
  readonly processes: readonly Process[];
  /** In the order in which they are notified of events of a process. */
  readonly parts: readonly Part[];
  readonly #global: Row<'mms'>;
  /** One for each row of `processes`, in worlds with threads. */
  readonly #threads: readonly Thread[] | undefined;

  constructor(world: World) {
    super();
    this.world = world;
    const l = (this.layout = new Layout(1024));
    this.#global = l.declare('global', 1, { mms: 'ignored' }).rows[0]!;
    this.processes = l.declare('process', world.processes, processFields).rows;
    const first: Part[] = [];
    const last: Part[] = [];
    for (const { name, part: partOf, isToldLast } of domains) {
      if (partOf === undefined) continue;
      const part = partOf(this, l);
      Object.assign(this, { [name]: part });
      (isToldLast === true ? last : first).push(part);
    }
    this.parts = [...first, ...last];
    if (world.threads === true)
      this.#threads = l.declare('thread', world.processes, threadFields, {
        keyed: { of: rowOf('process'), each: 1 },
      }).rows;
    this.reset();
  }

  /** One process p0 with a fresh mm, every device present, nothing open. */
  reset(): void {
    this.layout.clear();
    for (const part of this.parts) part.reset?.();
    const first = this.processes[0] as Process;
    first.live = 1;
    first.mm = this.newMm();
    this.#leads(first);
  }

  // ---- processes and mms

  /** A process by its name; undefined if it does not exist now. */
  process(name: number): Process | undefined {
    for (const p of this.processes) if (p.live !== 0 && p.name === name) return p;
    return undefined;
  }

  /** The number of mms made so far, which is the number of the newest. mms are the objects that a kernel numbers. */
  get made(): number {
    return this.#global.mms;
  }

  /** Sets the count; the next mm has the next number. */
  set made(n: number) {
    this.#global.mms = n;
  }

  /** Whether a process still runs in this mm. */
  runs(mm: number): boolean {
    return this.firstIn(mm) !== undefined;
  }

  /** The first of the processes that run in this mm. All of them know what the mm was told. */
  firstIn(mm: number): Process | undefined {
    for (const p of this.processes) if (p.live !== 0 && p.mm === mm) return p;
    return undefined;
  }

  /** The name of the leader of its thread group: its own name, unless it is another thread. The leader may have exited. */
  groupOf(p: Process): number {
    return this.#threads === undefined ? p.name : this.#threads[p.index]!.leader;
  }

  /** The running tasks of its thread group, itself included. They share one descriptor table. */
  threadsOf(p: Process): readonly Process[] {
    if (this.#threads === undefined) return [p];
    return this.processes.filter((q) => q.live !== 0 && this.groupOf(q) === this.groupOf(p));
  }

  /** Whether no other thread of its group runs. */
  isLastOfGroup(p: Process): boolean {
    return this.#threads === undefined || this.threadsOf(p).length === 1;
  }

  /** Whether no process lives. */
  isOver(): boolean {
    for (const p of this.processes) if (p.live !== 0) return false;
    return true;
  }

  // ---- changes, for `next`

  newMm(): number {
    return ++this.#global.mms;
  }

  /** A new process, in a new mm or in that of others: then it knows what they were told. It has its parent’s descriptors. */
  newProcess(name: number, mm: number, parent: Process): void {
    this.#leads(this.#newTask(name, mm, parent));
  }

  /** Another thread of a process, with its mm and its descriptor table. */
  newThread(name: number, of: Process): void {
    const p = this.#newTask(name, of.mm, of);
    this.#follows(p, this.groupOf(of));
  }

  #newTask(name: number, mm: number, parent: Process): Process {
    const other = this.firstIn(mm);
    const p = take(this.processes);
    p.name = name;
    p.mm = mm;
    for (const part of this.parts) part.born?.(p, parent, other);
    return p;
  }

  /** Makes it the leader of a new thread group. */
  #leads(p: Process): void {
    if (this.#threads !== undefined) this.#follows(p, p.name);
  }

  #follows(p: Process, leader: number): void {
    const thread = this.#threads![p.index]!;
    thread.live = 1;
    thread.leader = leader;
  }

  /** A process leaves its mm; the mm ends with its last process. */
  leaveMm(p: Process): void {
    const { mm } = p;
    p.mm = 0;
    const isLast = !this.runs(mm);
    for (const part of this.parts) part.leavesMm?.(p, mm, isLast);
  }

  /** A process executes another program: its other threads end, and it gets a new mm. */
  exec(p: Process): void {
    this.endOtherThreads(p);
    this.leaveMm(p);
    p.mm = this.newMm();
    for (const part of this.parts) part.execs?.(p);
    this.dropUnreferenced();
  }

  /** A task ends: it leaves its mm and its descriptor table; the table ends with the last task of the group. */
  end(p: Process): void {
    this.leaveMm(p);
    p.live = 0;
    const heir = this.threadsOf(p).find((q) => q.index !== p.index);
    for (const part of this.parts) part.exits?.(p, heir);
    if (this.#threads !== undefined) this.#threads[p.index]!.live = 0;
  }

  /** For exec: the other threads of its group end, and it becomes the leader (fs/exec.c, de_thread). */
  endOtherThreads(p: Process): void {
    if (this.#threads === undefined) return;
    for (const q of this.threadsOf(p)) if (q.index !== p.index) this.end(q);
    this.#leads(p);
  }

  /** Removes objects that nobody holds any more. */
  dropUnreferenced(): void {
    for (const part of this.parts) part.dropUnreferenced?.();
  }

  /** All deferred work has run: objects that only waited for it must be gone now. */
  settled(): void {
    for (const part of this.parts) part.settled?.();
  }
}

const processFields = { live: 'value', name: ownName('process'), mm: named('mm', 1) } as const;
export type Process = Row<keyof typeof processFields>;

const threadFields = { live: 'value', leader: named('process') } as const;
/** `live`: that of its process. `leader`: the name of the leader of its thread group, even if it has exited. */
type Thread = Row<keyof typeof threadFields>;
