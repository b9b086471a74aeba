import { named, ownName, rowOf } from '../memory/kinds.ts';
import { Layout, type Row } from '../memory/records.ts';
import { domains, type StateParts } from './domains.ts';
import type { Part } from './part.ts';
import { take } from './rows.ts';
import type { World } from './world.ts';

/** Has the part of each domain under its name, such as `s.sva`: the constructor of the state puts it there. */
const Parts = Object as unknown as new () => StateParts;

/**
 * What the specification remembers: who runs where, and for each domain a part of its own. Sets and sums, no reference
 * counts, no tables, no deferred work: those are the kernel's way of keeping to this, and what is being checked.
 *
 * Identities: an mm is known by a number that counts up from 1 in the order of creation. The other
 * rows carry the number of their name in the trace (`file.name` 2 is f2).
 */
export class State extends Parts {
  readonly world: World;
  readonly layout: Layout;
  readonly processes: readonly Process[];
  /** In the order in which they are told of what happens to a process. */
  readonly parts: readonly Part[];
  readonly #global: Row<'mms'>;
  /** Of each row of `processes`, in worlds with threads. */
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

  /** By name; undefined when there is no such process now. */
  process(name: number): Process | undefined {
    for (const p of this.processes) if (p.live !== 0 && p.name === name) return p;
    return undefined;
  }

  /** mms made so far; the newest has this number. They are what a kernel numbers. */
  get made(): number {
    return this.#global.mms;
  }

  /** The next mm has the number after this one. */
  set made(n: number) {
    this.#global.mms = n;
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
    for (const p of this.processes) if (p.live !== 0) return false;
    return true;
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
    for (const part of this.parts) part.born?.(p, parent, other);
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

  /** A process leaves its mm, which ends with the last one. */
  leaveMm(p: Process): void {
    const { mm } = p;
    p.mm = 0;
    const isLast = !this.runs(mm);
    for (const part of this.parts) part.leavesMm?.(p, mm, isLast);
  }

  /** A process begins another program: its other threads end, and it has a new mm. */
  exec(p: Process): void {
    this.endOtherThreads(p);
    this.leaveMm(p);
    p.mm = this.newMm();
    for (const part of this.parts) part.execs?.(p);
    this.dropUnreferenced();
  }

  /** A task ends: it leaves its mm, and the descriptor table, which goes with the last of its group. */
  end(p: Process): void {
    this.leaveMm(p);
    p.live = 0;
    const heir = this.threadsOf(p).find((q) => q.index !== p.index);
    for (const part of this.parts) part.exits?.(p, heir);
    if (this.#threads !== undefined) this.#threads[p.index]!.live = 0;
  }

  /** For exec: the other threads of its group end, and it is the leader now, whoever was (fs/exec.c, de_thread). */
  endOtherThreads(p: Process): void {
    if (this.#threads === undefined) return;
    for (const q of this.threadsOf(p)) if (q.index !== p.index) this.end(q);
    this.#leads(p);
  }

  /** Removes objects that nobody holds any more. */
  dropUnreferenced(): void {
    for (const part of this.parts) part.dropUnreferenced?.();
  }

  /** All deferred work has run: what only lingered must be gone now. */
  settled(): void {
    for (const part of this.parts) part.settled?.();
  }
}

const processFields = { live: 'value', name: ownName('process'), mm: named('mm', 1) } as const;
export type Process = Row<keyof typeof processFields>;

const threadFields = { live: 'value', leader: named('process') } as const;
/** `live`: as of its process. `leader`: the name of the leader of its thread group, also of one that has exited. */
type Thread = Row<keyof typeof threadFields>;
