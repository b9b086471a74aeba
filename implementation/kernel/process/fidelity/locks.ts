import type { LinuxFunction } from '../../fidelity.ts';

/** Locks that sleep, and lockdep. The code is in `machine/`. */
export const lockFidelity: readonly LinuxFunction[] = [
  {
    name: 'mutex_lock',
    file: 'kernel/locking/mutex.c',
    read: {},
    behaviours: [
      {
        linux:
          'Tasks get a mutex in the order in which they began to wait, unless another one comes at the right moment and takes it.',
        versions: 'not read',
        verdict: 'simplified',
        simulation: 'machine/wait.ts: mutexLock',
        because:
          'Not read: as we know it. Whoever the trace continues gets it, so every order is possible that is possible in Linux.',
        hides: 'nothing',
        test: 'machine/locks.test.ts: that another task holds makes its caller wait, and is taken after the release',
      },
    ],
  },
  {
    name: 'down_read',
    file: 'kernel/locking/rwsem.c',
    // The comment at the top of the file.
    read: { 'linux-6.3': 'v5.11 to v6.9' },
    behaviours: [
      {
        linux:
          'A reader may pass a writer that waits, if no writer holds the lock, its last holder was a writer, and the one that waits has not waited for long.',
        versions: 'since v5.11',
        source: 'commit 1a728dff855a',
        verdict: 'simplified',
        simulation: 'machine/wait.ts: downRead',
        because: 'A writer that waits keeps every new reader out.',
        hides: 'an order',
        test: 'vfio/hot-plug.test.ts: waits for a process that waits to plug a device in, as another reader',
      },
    ],
  },
  {
    name: 'validate_chain',
    file: 'kernel/locking/lockdep.c',
    read: { 'linux-4.18': 'v4.14 to v5.9' },
    behaviours: [
      {
        linux:
          'The order of a lock that is only tried is not checked, because that never waits; a lock that is taken under it is.',
        versions: 'since v2.6.18',
        verdict: 'same',
        simulation: 'machine/locks.ts: tryLock',
        test: 'machine/locks.test.ts: is not checked for a lock that is only tried, because that never waits, but is for what follows it',
      },
      {
        linux:
          'It learns the order of locks from the code that runs, and reports the first path that closes a circle; then it checks nothing more.',
        versions: 'since v2.6.18',
        verdict: 'simplified',
        simulation: 'machine/locks.ts: acquired',
        because:
          'The order is known from boot, so the first path that breaks it is reported, also if no other path has run yet; and every later one is reported too.',
        hides: 'nothing',
        test: 'machine/locks.test.ts: is broken by the first code path that contradicts it, even if no task waits',
      },
      {
        linux:
          'The order is between pairs of classes that were really nested. Classes that nobody nests have none.',
        versions: 'since v2.6.18',
        verdict: 'simplified',
        simulation: 'machine/locks.ts: acquired',
        because:
          'All classes are in one line, so two that no code of Linux nests have an order as well. Code that nests them the other way would be reported.',
        hides: 'nothing',
        test: 'machine/locks.test.ts: is that of their declaration: kept, nothing is said',
      },
    ],
  },
];
