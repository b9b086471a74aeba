import type { Locks } from './locks.ts';
import type { Machine } from './machine.ts';

/**
 * Records the functions of Linux that a kernel passes through, as ftrace does: those that say that they begin, access an object,
 * take a lock, may sleep, or report a bug. It wraps methods of the objects of this one kernel, so that others run at full speed.
 *
 * @param pass - receives each name, also that of an access that is no function of Linux
 */
export function traceFunctions(machine: Machine, locks: Locks, pass: (name: string) => void): void {
  record(machine, 'enters', 0, pass);
  record(machine, 'mightSleep', 0, pass);
  record(machine, 'splat', 1, pass);
  record(locks, 'acquired', 2, pass);
  for (const slab of machine.slabs) {
    record(slab, 'at', 1, pass);
    record(slab, 'free', 1, pass);
  }
}

/** @param where - which argument of the method names the function */
function record<M extends string>(
  object: Readonly<Record<M, (...args: never[]) => unknown>>,
  method: M,
  where: number,
  pass: (name: string) => void,
): void {
  const original = object[method] as (...args: unknown[]) => unknown;
  Object.defineProperty(object, method, {
    value: (...args: unknown[]) => {
      pass(args[where] as string);
      return original.apply(object, args);
    },
  });
}
