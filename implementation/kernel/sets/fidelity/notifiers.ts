import type { LinuxFunction } from '../../fidelity.ts';

/** Who is told of a PASID. */
export const notifierFidelity: readonly LinuxFunction[] = [
  {
    name: 'pasid_status_change',
    file: 'drivers/iommu/intel/svm.c',
    read: {
      'ioasid-ext-v1': 'version 1 of the series',
      'ioasid-ext-v4': 'version 4 of the series',
    },
    behaviours: [
      {
        linux:
          'Version 1 clears the entries of all devices inside, under pasid_mutex, so the chain has to block, and the lock of the allocator is a mutex.',
        versions: 'version 1 of the series',
        source: 'Pan, 2020-03-25, “[PATCH 10/10]” and “[PATCH 07/10]”',
        verdict: 'same',
        simulation: 'sets/gpasid.ts: pasidIsFreed',
        test: 'sets/ioasid-set.test.ts: cleans up inside with notifiers that block, which need a mutex',
      },
      {
        linux: 'Version 4 runs in atomic context and queues work, once for each svm.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 14/18]”',
        verdict: 'same',
        simulation: 'sets/gpasid.ts: pasidIsFreed',
        test: 'sets/gpasid.test.ts: is queued once, clears every device, and drops the reference',
      },
      {
        linux:
          'In version 1 it gives pasid_mutex back after every other event, which it has not taken then; the binder that sends the event holds it.',
        versions: 'version 1 of the series',
        source: 'Pan, 2020-03-25, “[PATCH 10/10]”, as we read it; nobody reported it',
        verdict: 'not simulated',
        because: 'Events of binds are not sent to VT-d.',
        hides: 'a mistake',
      },
      {
        linux:
          'A free in version 1 takes the mutex of the allocator and then pasid_mutex; a bind takes them the other way round.',
        versions: 'version 1 of the series',
        source: 'Pan, 2020-03-25, “[PATCH 06/10]”, “[PATCH 10/10]”, as we read them',
        verdict: 'not simulated',
        because: 'A bind here does not hold a lock while it calls the allocator.',
        hides: 'a mistake',
      },
      {
        linux: 'The work reads the svm before it looks whether it is an error.',
        versions: 'version 1 of the series',
        source: 'Tian, 2020-03-27, on “[PATCH 10/10]”',
        verdict: 'not simulated',
        because: 'The svm of a PASID is found or is not there.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'ioasid_notify',
    file: 'drivers/iommu/ioasid.c',
    read: { 'ioasid-ext-v4': 'version 4 of the series' },
    behaviours: [
      {
        linux:
          'Binds and unbinds are told to the subscribers of the set, a free to those of all sets first, whatever their priority.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 09/18]”',
        verdict: 'simplified',
        simulation: 'sets/kvm.ts: tellSubscribers',
        because:
          'KVM is told first, then VT-d, as the documentation of the series says. In version 4 VT-d comes first, and only queues its work.',
        hides: 'an order',
        test: 'sets/gpasid.test.ts: is told of a free at once, before the entries are cleared',
      },
      {
        linux:
          'KVM keeps a table from the PASIDs of the guest to those of the host, which the processor uses for ENQCMD. It follows binds and unbinds.',
        versions: 'version 4 of the series',
        source:
          'Pan, 2021-02-27, “[PATCH V4 01/18] docs: Document IO Address Space ID (IOASID) APIs”',
        verdict: 'simplified',
        simulation: 'sets/kvm.ts: tellSubscribers',
        because:
          'No patch of KVM was posted that subscribes. The documentation of the series says what it does. The guest has the numbers of the host here.',
        hides: 'nothing',
        test: 'sets/gpasid.test.ts: is told of the first bind and of the last unbind',
      },
      {
        linux:
          'A subscriber that returns NOTIFY_BAD ends the chain; what it answers is ignored otherwise.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 09/18]”',
        verdict: 'not simulated',
        because: 'Subscribers do not fail.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'ioasid_register_notifier_mm',
    file: 'drivers/iommu/ioasid.c',
    read: { 'ioasid-ext-v4': 'version 4 of the series' },
    behaviours: [
      {
        linux:
          'EBUSY for a subscriber that is there already, and for a set that has PASIDs: nothing is told again.',
        versions: 'version 3 of the series',
        source: 'Pan, 2020-09-28, “[PATCH v3 11/14]”; version 4 of the patch was not found',
        verdict: 'same',
        simulation: 'sets/kvm.ts: register',
        test: 'sets/gpasid.test.ts: may not subscribe twice for an mm, nor to a set that has PASIDs',
      },
      {
        linux:
          'One that comes before the set is lost: it is noted in the head of a list, which is damaged.',
        versions: 'version 3 of the series',
        source: 'Pan, 2020-09-28, “[PATCH v3 11/14]”, as we read it',
        verdict: 'simplified',
        simulation: 'sets/kvm.ts: findsSubscribers',
        because: 'The list is not damaged here, only the subscriber is lost.',
        hides: 'nothing',
        test: 'sets/gpasid.test.ts: may subscribe before the set, unless that is lost',
      },
      {
        linux:
          'The lock of the list is taken before that of the allocator here, and after it where a set is freed.',
        versions: 'versions 3 and 4 of the series',
        source: 'as we read “[PATCH v3 11/14]” and “[PATCH V4 09/18]”; nobody reported it',
        verdict: 'not simulated',
        because: 'Subscribers are kept under the lock of the allocator.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'ioasid_unregister_notifier_mm',
    file: 'drivers/iommu/ioasid.c',
    read: { 'ioasid-ext-v4': 'version 4 of the series' },
    behaviours: [
      {
        linux: 'It is called with the end of the virtual machine, and sleeps for a grace period.',
        versions: 'version 3 of the series',
        verdict: 'simplified',
        simulation: 'sets/kvm.ts: releaseKvm',
        because: 'The subscriber is gone at once, as nobody runs through the chain then.',
        hides: 'an order',
        test: 'sets/gpasid.test.ts: ends with its last file',
      },
    ],
  },
];
