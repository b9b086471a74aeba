import type { Footprint } from '../../../memory/footprint.ts';
import { Layout, type Row } from '../../../memory/records.ts';
import type { Splat } from '../../../model/seen.ts';
import type { SplatKind } from './splat.ts';

const cpuFields = {
  /** Index of the running task; every command begins by setting it. */
  current: 'ignored',
  /** Depth of what forbids sleeping: spinlocks, disabled bottom halves or preemption. */
  atomic: 'value',
  /** Allocations so far; the one that is numbered `failing` fails (0: none does). */
  allocations: 'ignored',
  failing: 'ignored',
  /** Counts what is queued, so that queues keep their order. */
  ticks: 'ignored',
} as const;

/**
 * The machine below the kernel: one flat memory, the processor's context, and the debug options.
 * A splat is noted and the machine goes on, as Linux does without panic_on_warn.
 */
export class Machine {
  readonly layout: Layout;
  readonly splats: Splat[] = [];
  readonly cpu: Row<keyof typeof cpuFields>;
  readonly #cpuBase: number;

  /** @param footprint - where to record which words are read and written, if anybody asks */
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

  splat(kind: SplatKind, where: string, what: string): void {
    this.splats.push({ kind, where, what });
  }

  /** Whether tasks overlap: then a command can be left at its points, else it runs through. */
  interleaves = false;

  /** What was allocated since `listAllocations`, if that was asked for. */
  sites: string[] | undefined;

  /** What the allocation that failed was for, since the last command began. */
  failed: string | undefined;

  /** Numbers every allocation; true if this one has to fail. @param what - the object, for those who list them */
  allocationFails(what: string): boolean {
    this.sites?.push(what);
    if (++this.cpu.allocations !== this.cpu.failing) return false;
    this.failed = what;
    return true;
  }

  tick(): number {
    return ++this.cpu.ticks;
  }

  /** might_sleep(): whoever calls this may wait, so nothing may forbid it. */
  mightSleep(where: string): void {
    if (this.cpu.atomic !== 0)
      this.splat('sleeping in atomic context', where, `depth ${this.cpu.atomic}`);
  }
}
