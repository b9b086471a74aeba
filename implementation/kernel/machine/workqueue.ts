import type { Reference } from '../../../memory/kinds.ts';
import type { Host } from './host.ts';
import type { Machine } from './machine.ts';
import type { Call } from './pause.ts';
import { Slab } from './slab.ts';

/** struct work_struct: a function that a worker calls later, and its argument. */
export interface WorkFunction {
  /** The field of a work item that holds its argument, and what the number means. */
  readonly argument: readonly [field: string, kind: Reference | 'barrier'];
  /** `k` is the kernel that the function is written for. */
  run(k: Host, argument: number): Call<number>;
}

export type Works = Slab<'func' | 'tick'>;

/** @param functions - the functions that work items may call */
export function workSlab(m: Machine, functions: readonly WorkFunction[]): Works {
  return new Slab<'func' | 'tick'>(m, 'work_struct', 12, {
    func: 'value',
    ...Object.fromEntries(functions.map(({ argument }) => argument)),
    tick: 'barrier',
  });
}

/** INIT_WORK, schedule_work */
export function queueWork(k: Host, func: WorkFunction, argument: number): void {
  const work = k.works.at(k.works.embedded(), 'queue_work');
  work.func = k.ops.works.numberOf(func);
  argumentsOf(work)[func.argument[0]] = argument;
  work.tick = k.machine.tick();
}

/**
 * For an item that collects what it is about: if one with this function is pending, it gets the new argument and keeps its place in
 * the queue. Returns the argument that it had; 0 if none was pending, and a new one is queued.
 */
export function collectInWork(k: Host, func: WorkFunction, argument: number): number {
  const number = k.ops.works.numberOf(func);
  for (const work of k.works.rows) {
    if (work.live === 0 || work.func !== number) continue;
    const before = argumentsOf(work)[func.argument[0]]!;
    argumentsOf(work)[func.argument[0]] = argument;
    return before;
  }
  queueWork(k, func, argument);
  return 0;
}

/** Runs the oldest item, if there is one. Returns the result of its function; 0 if there is no item. */
export function* runOldestWork(k: Host): Call<number> {
  if (k.works.live === 0) return 0;
  let oldest: Works['rows'][number] | undefined;
  for (const row of k.works.rows)
    if (row.live !== 0 && (oldest === undefined || row.tick < oldest.tick)) oldest = row;
  const func = k.ops.works.at(oldest!.func);
  const argument = argumentsOf(oldest!)[func.argument[0]]!;
  k.works.free(k.works.pointer(oldest!), 'process_one_work');
  return yield* func.run(k, argument);
}

/** The fields of a work item that its functions read. */
function argumentsOf(work: object): Record<string, number> {
  return work as Record<string, number>;
}
