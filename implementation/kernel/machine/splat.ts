import { CannotGoOn } from '../../port.ts';

/** What a kernel built with KASAN, lockdep, DEBUG_ATOMIC_SLEEP and refcount checks would print. */
export type SplatKind =
  | 'use-after-free'
  | 'double free'
  | 'null dereference'
  | 'out of bounds'
  | 'refcount underflow'
  | 'sleeping in atomic context'
  | 'recursive locking'
  | 'inverted lock order'
  | 'lock held on return'
  | 'bad unlock balance'
  | 'deadlock'
  | 'hung task'
  | 'soft lockup'
  | 'warning'
  | 'BUG';

/** Ends the system call that dereferenced a null pointer: the kernel would kill the task. */
export class Oops extends Error {}

/** Ends a system call that would loop for ever: the watchdog of the kernel would report a soft lockup. */
export class Lockup extends Error {}

/** The world's tables are full, so the trace cannot continue. This is a bound of the checker, not a fault of the kernel. */
export class WorldFull extends CannotGoOn {}
