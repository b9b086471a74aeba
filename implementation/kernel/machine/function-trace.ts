import type { Locks } from './locks.ts';
import type { Machine } from './machine.ts';

/**
 * Records the functions of Linux that a kernel passes through, as ftrace does: those that access an object, take a lock,
 * may sleep, or report a bug. It wraps methods of the objects of this one kernel, so that others run at full speed.
 *
 * @param passed - receives the names, also those of accesses that are no function of Linux
 */
export function traceFunctions(machine: Machine, locks: Locks, passed: Set<string>): void {
  record(machine, 'mightSleep', 0, passed);
  record(machine, 'splat', 1, passed);
  record(locks, 'acquired', 2, passed);
  for (const slab of machine.slabs) {
    record(slab, 'at', 1, passed);
    record(slab, 'free', 1, passed);
  }
}

/** @param where - which argument of the method names the function */
function record<M extends string>(
  object: Readonly<Record<M, (...args: never[]) => unknown>>,
  method: M,
  where: number,
  passed: Set<string>,
): void {
  const original = object[method] as (...args: unknown[]) => unknown;
  Object.defineProperty(object, method, {
    value: (...args: unknown[]) => {
      passed.add(args[where] as string);
      return original.apply(object, args);
    },
  });
}
