import type { Footprint } from '../../../memory/footprint.ts';
import { Layout, type Row } from '../../../memory/records.ts';
import type { Splat } from '../../../model/observation.ts';
import type { SplatKind } from './splat.ts';

/**
 * The machine below the kernel: one flat memory, the processor's context, and the debug options.
 * A splat is noted and the machine goes on, as Linux does without panic_on_warn.
 */
export class Machine {
  readonly layout: Layout;
  readonly splats: Splat[] = [];
  readonly cpu: Row<'current' | 'atomic' | 'allocations' | 'failing' | 'ticks'>;

  /** @param footprint - where to record which words are read and written, if anybody asks */
  constructor(footprint?: Footprint) {
    this.layout = new Layout(4096, footprint);
    this.cpu = this.layout.declare('cpu', 1, {
      /** Index of the running task; every command begins by setting it. */
      current: 'ignored',
      /** Depth of what forbids sleeping: spinlocks, disabled bottom halves or preemption. */
      atomic: 'value',
      /** Allocations so far; the one that is numbered `failing` fails (0: none does). */
      allocations: 'ignored',
      failing: 'ignored',
      /** Counts what is queued, so that queues keep their order. */
      ticks: 'ignored',
    }).rows[0]!;
    // Set from what its task keeps before each step, but for the ticks: nobody learns from them.
    for (let word = 0; word < 4; word++) footprint?.ignore(word);
  }

  reset(): void {
    this.layout.clear();
    this.splats.length = 0;
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
