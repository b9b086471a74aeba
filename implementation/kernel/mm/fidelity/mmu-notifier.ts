import { type LinuxFunction, svaRead } from '../../fidelity.ts';

const file = 'mm/mmu_notifier.c';

/** One text: it has mn_hlist_invalidate_end, which calls invalidate_range. */
const read = svaRead('v5.10 to v6.5');

/** Notifiers of an address space. */
export const mmuNotifierFidelity: readonly LinuxFunction[] = [
  {
    name: '__mmu_notifier_register',
    file,
    read,
    behaviours: [
      {
        linux: 'It holds mmap_lock for writing, and the caller holds mm_users.',
        versions: 'since v5.8',
        verdict: 'same',
        simulation: 'mm/mmu-notifier.ts: mmuNotifierRegister',
        test: 'mm/mmu-notifier.test.ts: is registered under mmap_lock',
      },
      {
        linux:
          'The first of an mm allocates the list of its subscriptions, which stays until the mm is freed.',
        versions: 'since v5.4',
        verdict: 'same',
        simulation: 'mm/mmu-notifier.ts: register',
        test: 'mm/mmu-notifier.test.ts: that is the first of an mm allocates a list, which stays when the last has gone',
      },
      {
        linux: 'It takes mm_count, which the callback of the put gives back.',
        versions: 'since v5.4',
        verdict: 'same',
        simulation: 'mm/mmu-notifier.ts: register',
        test: 'mm/mmu-notifier.test.ts: holds one mm_count from its registration until its callback, and no mm_users',
      },
      {
        linux: 'EINTR if a signal is pending while it takes the locks of all areas.',
        versions: 'since v2.6.27',
        verdict: 'not simulated',
        because: 'No command sends a signal. The exit is that of a list that cannot be allocated.',
        hides: 'nothing',
      },
      {
        linux: 'It is a BUG if the address space has no user, before and after.',
        versions: 'since v2.6.27',
        verdict: 'not simulated',
        because: 'Every bind is for the mm of the caller, who is a user of it.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'mmu_notifier_register',
    file,
    read: svaRead('v5.15.85'),
    behaviours: [
      {
        linux:
          'It takes mmap_lock for writing and gives it back, so the caller must not hold it, nor a lock that is taken inside it.',
        versions: 'v5.8 to v6.3',
        verdict: 'same',
        simulation: 'mm/mmu-notifier.ts: mmuNotifierRegister',
        test: 'mm/mmu-notifier.test.ts: is registered under mmap_lock',
      },
    ],
  },
  {
    name: 'mn_hlist_release',
    file,
    read,
    behaviours: [
      {
        linux:
          'In an SRCU section it calls release() of every subscriber, and then unlinks them all.',
        versions: 'since v5.4',
        verdict: 'same',
        simulation: 'mm/mmu-notifier.ts: mmuNotifierRelease',
        test: 'mm/mmu-notifier.test.ts: is released with the address space, one per device',
      },
      {
        linux: 'Before it, the interval notifiers of the mm are told that the whole range ends.',
        versions: 'since v5.5',
        source: '__mmu_notifier_release, mn_itree_release',
        verdict: 'not simulated',
        because: 'No driver here registers an interval notifier.',
        hides: 'nothing',
      },
      {
        linux: 'Without subscribers it does nothing, and waits for no reader.',
        versions: 'since v5.4',
        verdict: 'same',
        simulation: 'mm/mmu-notifier.ts: mmuNotifierRelease',
        test: 'machine/srcu.test.ts: without notifiers waits for none',
      },
      {
        linux: 'Subscribers are called from the one that was registered last to the first.',
        versions: 'since v3.7',
        verdict: 'simplified',
        simulation: 'mm/mmu-notifier.ts: mmuNotifierRelease',
        because:
          'They go from the highest slot of memory to the lowest. That is the same order unless a notifier got the slot of one that was freed.',
        hides: 'an order',
        test: 'mm/mmu-notifier.test.ts: is released before those that were registered earlier',
      },
      {
        linux:
          'A subscriber that is put while its release() runs keeps its ->next, so the walk goes on to the one that followed it then, even if that was put since. The same is true of invalidate_range().',
        versions: 'since v5.4',
        verdict: 'same',
        simulation: 'mm/mmu-notifier.ts: forEachSubscriber',
        test: 'mm/mmu-notifier.test.ts: leads on to the next one, which was put after it',
      },
      {
        linux: 'At the end it waits for a grace period, so for all other readers of any mm.',
        versions: 'since v3.17',
        verdict: 'same',
        simulation: 'mm/mmu-notifier.ts: mmuNotifierRelease',
        test: 'machine/srcu.test.ts: waits for every reader: another exit that calls the notifiers',
      },
    ],
  },
  {
    name: '__mmu_notifier_invalidate_range',
    file,
    read,
    behaviours: [
      {
        linux:
          'In an SRCU section it calls invalidate_range() of every subscriber; so does the end of an invalidation.',
        versions: 'v3.19 to v6.5',
        verdict: 'same',
        simulation: 'mm/mmu-notifier.ts: mmuNotifierInvalidateRange',
        test: 'mm/mmu-notifier.test.ts: reaches the notifiers, in an SRCU section and under mmap_lock (%s)',
      },
      {
        linux:
          'munmap, also of a part, calls it before the driver closes the area, with mmap_lock downgraded to read.',
        versions: 'v4.20 to v6.5',
        verdict: 'simplified',
        simulation: 'mm/vma.ts: vmMunmap',
        because: 'mmap_lock stays locked for writing, so tasks that only read wait longer.',
        hides: 'an order',
        test: 'mm/mmu-notifier.test.ts: reaches the notifiers before the driver closes the area and the file is put',
      },
      {
        linux:
          'munmap calls it twice, at the end of the invalidation and with the flush of the TLB; mremap calls it for the move, and then for the munmap of the old area.',
        versions: 'v3.19 to v6.3',
        verdict: 'simplified',
        simulation: 'mm/mmu-notifier.ts: mmuNotifierInvalidateRange',
        because: 'Each of them calls it once. Another task can run before it and after it.',
        hides: 'an order',
        test: 'mm/mmu-notifier.test.ts: reaches the notifiers, in an SRCU section and under mmap_lock (%s)',
      },
      {
        linux:
          'fork calls it for each private area that it copies, removal of a device for each area that it zaps, and so do mprotect and reclaim.',
        versions: 'v3.19 to v6.5',
        verdict: 'not simulated',
        because:
          'Only munmap, mremap and an mmap that is refused call it here. The callback is the same, so the same mistakes show in other traces.',
        hides: 'nothing',
      },
      {
        linux:
          'The callback comes only where the CPU flushes its TLB, which may be under the lock of a page table, and not from the end of an invalidation (arch_invalidate_secondary_tlbs).',
        versions: 'since v6.6',
        source: 'as we know it; only the callback’s new name was read (v6.10-rc)',
        verdict: 'not simulated',
        because:
          'Every kernel here calls it as up to v6.5, once for each unmap. Under either the last unbind may pass it on another processor.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'mmu_notifier_put',
    file,
    read,
    behaviours: [
      {
        linux:
          'It unlinks the notifier and leaves the rest to an SRCU callback; it does not sleep and waits for nobody.',
        versions: 'since v5.4',
        verdict: 'same',
        simulation: 'mm/mmu-notifier.ts: mmuNotifierPut',
        test: 'machine/srcu.test.ts: is not waited for by a put',
      },
      {
        linux:
          'A notifier whose callback is running when it is put is not freed until that has returned.',
        versions: 'since v5.4',
        verdict: 'same',
        simulation: 'mm/mmu-notifier.ts: mmuNotifierInvalidateRange',
        test: 'mm/mmu-notifier.test.ts: reaches one notifier after the other, even if the first is put meanwhile',
      },
      {
        linux:
          'It counts users (mmu_notifier_get adds one): only the last put unlinks, and a put without a user is warned about and does nothing.',
        versions: 'since v5.4',
        verdict: 'not simulated',
        because:
          'A notifier that is registered has one user. The SMMU driver counts in its own struct, and puts once.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'mmu_notifier_free_rcu',
    file,
    read: svaRead('v5.15.85'),
    behaviours: [
      {
        linux:
          'The callback frees the notifier and then drops mm_count, with bottom halves disabled; that may free the mm.',
        versions: 'since v5.4',
        source: 'the splat in Brucker’s mail of 2020-04-02',
        verdict: 'same',
        simulation: 'mm/mmu-notifier.ts: mmuNotifierFreeRcu',
        test: 'process/exit.test.ts: leaves the PASID to the SRCU callback, which frees it with bottom halves disabled (v5.18)',
      },
    ],
  },
  {
    name: 'mmu_notifier_unregister',
    file,
    read: svaRead('v5.15.85'),
    behaviours: [
      {
        linux:
          'A driver that unregisters calls release() itself if the exit has not yet, unlinks, waits for all readers, and drops mm_count.',
        versions: 'since v5.4',
        verdict: 'same',
        simulation: 'mm/mmu-notifier.ts: mmuNotifierUnregister',
        test: 'mm/mmu-notifier.test.ts: that is unregistered calls release() unless the mm has ended, waits for readers, and drops the mm',
      },
    ],
  },
  {
    name: 'mmu_notifier_get_locked',
    file,
    read: {},
    behaviours: [
      {
        linux:
          'If the registration fails, it calls free_notifier() at once, in process context with mmap_lock held for writing, not in an SRCU callback.',
        versions: 'since v5.4',
        verdict: 'not simulated',
        because:
          'The drivers that are simulated register with mmu_notifier_register and free what they have allocated themselves. A callback that frees a PASID, as in Brucker’s series of 2020, would take the lock of the allocator with mmap_lock held.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: '__mmu_notifier_subscriptions_destroy',
    file,
    read: svaRead('v5.15.85'),
    behaviours: [
      {
        linux: 'It is a BUG if an mm is freed while a notifier is in its list.',
        versions: 'since v5.4',
        verdict: 'not simulated',
        because:
          'A notifier in the list holds mm_count, so somebody else has dropped too much before, which is noted where the mm is used.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'srcu_read_lock',
    file: 'include/linux/srcu.h',
    read: {},
    behaviours: [
      {
        linux: 'A task may enter a section within a section; each end ends one of them.',
        versions: 'not read',
        verdict: 'not simulated',
        because:
          'Not read: as we know it. A task is inside or not. No callback of a notifier that is simulated calls notifiers again.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'call_srcu',
    file: 'kernel/rcu/srcutree.c',
    read: svaRead('v5.10.13'),
    behaviours: [
      {
        linux:
          'It queues the callback for a grace period that begins after the call, starts one if none is wanted yet, and waits for nothing.',
        versions: 'v4.12 to v6.3',
        verdict: 'same',
        simulation: 'machine/srcu.ts: callSrcu',
        test: 'machine/srcu.test.ts: that is queued after the grace period waits for the next one',
      },
      {
        linux:
          'A callback that is queued twice is warned about and leaked, with CONFIG_DEBUG_OBJECTS_RCU_HEAD.',
        versions: 'v4.12 to v6.3',
        verdict: 'not simulated',
        because:
          'Only the last reference of a notifier queues it. A second put would be a use of what the callback has freed.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'srcu_invoke_callbacks',
    file: 'kernel/rcu/srcutree.c',
    read: svaRead('v5.10'),
    behaviours: [
      {
        linux:
          'A work item invokes the callbacks whose grace period has passed, in their order, each with bottom halves disabled.',
        versions: 'since v4.12',
        verdict: 'same',
        simulation: 'machine/srcu.ts: srcuInvokeCallbacks',
        test: 'machine/srcu.test.ts: is invoked with bottom halves disabled, in their order',
      },
      {
        linux:
          'Each processor has a queue and a work item of its own, so callbacks of several processors are not in an order, and run side by side.',
        versions: 'since v4.12',
        verdict: 'simplified',
        simulation: 'machine/srcu.ts: srcuInvokeCallbacks',
        because: 'There is one queue, as if all callbacks came from one processor.',
        hides: 'an order',
        test: 'machine/srcu.test.ts: is invoked with bottom halves disabled, in their order',
      },
      {
        linux: 'A grace period waits only for readers that were inside when it began.',
        versions: 'since v2.6.19',
        verdict: 'simplified',
        simulation: 'machine/srcu.ts: gracePeriodElapses',
        because:
          'Here it elapses at one moment, when no reader is inside; and an exit that waits also waits for a reader that enters again meanwhile.',
        hides: 'an order',
        test: 'machine/srcu.test.ts: does not elapse while a reader is inside: an exit that calls the notifiers',
      },
    ],
  },
];
