import type { Footprint } from '../../../memory/footprint.ts';
import { Layout, type Row } from '../../../memory/records.ts';
import type { Splat } from '../../../model/seen.ts';
import type { Slab } from './slab.ts';
import { Lockup, type SplatKind } from './splat.ts';

const cpuFields = {
  /** Index of the running task; every command sets it first. */
  current: 'ignored',
  /** The number of reasons that forbid sleeping: spinlocks, disabled bottom halves or preemption. */
  atomic: 'value',
  /** The number of allocations so far; the one numbered `failing` fails (0: none). */
  allocations: 'ignored',
  failing: 'ignored',
  /** Counts queued entries, so that queues keep their order. */
  ticks: 'ignored',
} as const;

/** The steps after which the watchdog ends a command, or all deferred work. Neither comes near: the longest takes some thousands. */
const STEPS_MAX = 200_000;

/**
 * The machine below the kernel: one flat memory, the processor's context, and the debug options.
 * The machine notes a splat and continues, as Linux does without panic_on_warn.
 */
export class Machine {
  readonly layout: Layout;
  readonly splats: Splat[] = [];
  /** Every slab, in the order of declaration. */
  readonly slabs: Slab<never>[] = [];
  readonly cpu: Row<keyof typeof cpuFields>;
  readonly #cpuBase: number;

  /** @param footprint - records the words that are read and written, if given */
  constructor(footprint?: Footprint) {
    this.layout = new Layout(4096, footprint);
    const { rows, base } = this.layout.declare('cpu', 1, cpuFields);
    this.cpu = rows[0]!;
    this.#cpuBase = base;
  }

  reset(): void {
    this.layout.clear();
    this.splats.length = 0;
  }

  /** The number of a word of the processor, for a footprint. */
  wordOf(field: keyof typeof cpuFields): number {
    return this.#cpuBase + Object.keys(cpuFields).indexOf(field);
  }

  #remaining = STEPS_MAX;

  /** A command begins or is resumed, or deferred work begins: the watchdog counts anew. */
  watch(): void {
    this.#remaining = STEPS_MAX;
  }

  /** One step: an access, a lock, an allocation, a splat. @throws Lockup if there were too many: it would never return */
  step(): void {
    if (--this.#remaining === 0) throw new Lockup();
  }

  splat(kind: SplatKind, where: string, what: string): void {
    this.step();
    this.splats.push({ kind, where, what });
  }

  /** Whether tasks overlap: then a command can be suspended at its points, otherwise it runs to its end. */
  interleaves = false;

  /** The allocations since `listAllocations`, if that was called. */
  sites: string[] | undefined;

  /** The purpose of the allocation that failed in the last command. */
  failed: string | undefined;

  /** Numbers every allocation; true if this one has to fail. @param what - the object, for lists of allocations */
  allocationFails(what: string): boolean {
    this.step();
    this.sites?.push(what);
    if (++this.cpu.allocations !== this.cpu.failing) return false;
    this.failed = what;
    return true;
  }

  tick(): number {
    return ++this.cpu.ticks;
  }

  /** A function of Linux begins, whether or not it accesses an object in its own name. Only a traced kernel takes note of it. */
  enters(_function: string): void {
    // traceFunctions puts another function in its place.
  }

  /** A section begins in which nothing may sleep: a spinlock is taken, bottom halves or preemption are disabled. */
  beginAtomic(): void {
    this.cpu.atomic++;
  }

  endAtomic(): void {
    this.cpu.atomic--;
  }

  /** might_sleep(): the caller may wait, so nothing may forbid sleeping. */
  mightSleep(where: string): void {
    if (this.cpu.atomic !== 0)
      this.splat('sleeping in atomic context', where, `depth ${this.cpu.atomic}`);
  }
}
