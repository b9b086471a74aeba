import type { LinuxFunction } from '../../fidelity.ts';

/** Who is told of a PASID. */
export const notifierFidelity: readonly LinuxFunction[] = [
  {
    name: 'intel_svm_free_async_fn',
    file: 'drivers/iommu/intel/svm.c',
    read: { 'ioasid-ext-v4': 'version 4 of the series' },
    behaviours: [
      {
        linux:
          'It clears the entries of all devices, tells of the unbind, takes its private data from the PASID, drops one reference and frees the svm.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 14/18]”',
        verdict: 'same',
        simulation: 'sets/gpasid.ts: runCleanUp',
        test: 'sets/gpasid.test.ts: is queued once, clears every device, and drops the reference',
      },
      {
        linux: 'It drains page requests, which sleeps, under the spinlock of the IOMMU.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 14/18]”, as we read it',
        verdict: 'same',
        simulation: 'sets/gpasid.ts: runCleanUp',
        test: 'sets/gpasid.test.ts: drains under a spinlock in version 4',
      },
      {
        linux: 'Another holder of a reference keeps the PASID waiting after it.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 14/18]”',
        verdict: 'same',
        simulation: 'sets/gpasid.ts: endSvm',
        test: 'sets/gpasid.test.ts: leaves the PASID to another holder',
      },
      {
        linux:
          'It goes through the list of devices without rcu_read_lock, and reads the next one from a device that it has passed to kfree_rcu.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 14/18]”, as we read it; nobody reported it',
        verdict: 'not simulated',
        because: 'The list of devices is a field of the svm.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'ioasid_queue_work',
    file: 'drivers/iommu/ioasid.c',
    read: { 'ioasid-ext-v4': 'version 4 of the series' },
    behaviours: [
      {
        linux:
          'Its workqueue is ordered: one work after the other, as they were queued. One that is pending is not queued again.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 13/18]”',
        verdict: 'simplified',
        simulation: 'sets/gpasid.ts: pasidIsFreed',
        because:
          'All deferred work of the kernel is in one queue, so works of other queues are not tried before it.',
        hides: 'an order',
        test: 'sets/gpasid.test.ts: comes in the order in which PASIDs were freed',
      },
      {
        linux:
          'If there was no memory for the workqueue at boot, only a message says so, and the first work is an oops.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 13/18]”, as we read it',
        verdict: 'not simulated',
        because: 'No allocation fails before the first command.',
        hides: 'a mistake',
      },
    ],
  },
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
        verdict: 'same',
        simulation: 'sets/gpasid.ts: cleanUpInside',
        test: 'sets/gpasid.test.ts: is taken under the mutex of the allocator, which a bind takes first (version 1)',
      },
      {
        linux: 'As posted, nobody registers the subscriber of VT-d, so it is never told.',
        versions: 'version 1 of the series',
        source: 'Pan, 2020-03-25, “[PATCH 10/10]”: intel_svm_add_pasid_notifier has no caller',
        verdict: 'not simulated',
        because: 'It is registered. A kernel in which it is not is one that tells nobody.',
        hides: 'nothing',
      },
      {
        linux:
          'In version 1 the svm is freed inside the loop over its devices, which then reads the head of their list in it.',
        versions: 'version 1 of the series',
        source: 'Pan, 2020-03-25, “[PATCH 10/10]”, as we read it',
        verdict: 'not simulated',
        because: 'The list of devices is a field of the svm, which is freed after it.',
        hides: 'a mistake',
      },
      {
        linux: 'In version 1 it drains no page requests of the PASID.',
        versions: 'version 1 of the series',
        source: 'Pan, 2020-03-25, “[PATCH 10/10]”',
        verdict: 'not simulated',
        because: 'Assigned devices request no pages here.',
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
    read: {
      'ioasid-ext-v1': 'version 1 of the series',
      'ioasid-ext-v4': 'version 4 of the series',
    },
    behaviours: [
      {
        linux:
          'Binds and unbinds are told to the subscribers of the set. A free is told to those of all sets, VT-d, and then to those of the set, whatever their priority.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 09/18]”',
        verdict: 'simplified',
        simulation: 'sets/kvm.ts: tellSubscribers',
        because:
          'KVM is told first, then VT-d. As VT-d only queues its work, nothing comes between.',
        hides: 'nothing',
        test: 'sets/gpasid.test.ts: is told of a free at once, before the entries are cleared',
      },
      {
        linux:
          'By the documentation KVM listens to binds and unbinds, not to frees. So after a free it translates the PASID until the work of VT-d has sent the unbind, and the PASID is pending so long.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 01/18]” and “[PATCH V4 14/18]”, intel_svm_drop_pasid',
        verdict: 'simplified',
        simulation: 'sets/gpasid.ts: pasidIsFreed',
        because:
          'KVM forgets the PASID when it is freed. In Linux a guest can submit work under it a little longer, to devices that still have its own entry.',
        hides: 'an order',
        test: 'sets/gpasid.test.ts: is told of a free at once, before the entries are cleared',
      },
      {
        linux:
          'VT-d tells of a bind before the device has its entry, and the error exits do not take it back. So KVM translates a PASID whose first bind has failed.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 14/18]”, as we read it; nobody reported it',
        verdict: 'simplified',
        simulation: 'sets/gpasid.ts: addEndpoint',
        because: 'Subscribers are told once the entry is there.',
        hides: 'a mistake',
        test: 'sets/gpasid.test.ts: is told of no bind that fails',
      },
      {
        linux: 'In version 1 VT-d tells of every device that is bound, not of the first alone.',
        versions: 'version 1 of the series',
        source: 'Pan, 2020-03-25, “[PATCH 10/10]”',
        verdict: 'simplified',
        simulation: 'sets/gpasid.ts: addEndpoint',
        because: 'Only of the first: the table of KVM has the PASID then.',
        hides: 'nothing',
        test: 'sets/gpasid.test.ts: is told of the first bind and of the last unbind',
      },
      {
        linux:
          'Handlers run with the lock of the allocator held, so they must not call the allocator.',
        versions: 'versions 1 to 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 09/18]”; the documentation forbids it',
        verdict: 'same',
        simulation: 'sets/ioasid-set.ts: freed',
        test: 'sets/ioasid-set.test.ts: tells them under the lock, before the number is free',
      },
      {
        linux:
          'In version 1 a notification that succeeds returns 1 (NOTIFY_OK), and its argument has a token that nobody has set.',
        versions: 'version 1 of the series',
        source: 'Pan, 2020-03-25, “[PATCH 08/10]”, as we read it; nobody reported it',
        verdict: 'not simulated',
        because: 'Nobody reads either.',
        hides: 'nothing',
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
    read: { 'ioasid-ext-v4': 'version 3 of the series' },
    behaviours: [
      {
        linux: 'EBUSY for a set that has PASIDs, because nothing is told again.',
        versions: 'version 3 of the series',
        source: 'Pan, 2020-09-28, “[PATCH v3 11/14]”; version 4 of the patch was not found',
        verdict: 'same',
        simulation: 'sets/kvm.ts: register',
        test: 'sets/gpasid.test.ts: may not subscribe twice for an mm, nor to a set that has PASIDs',
      },
      {
        linux: 'EBUSY for a notifier block that is there already for the mm.',
        versions: 'version 3 of the series',
        source: 'Pan, 2020-09-28, “[PATCH v3 11/14]”',
        verdict: 'simplified',
        simulation: 'sets/kvm.ts: register',
        because:
          'EBUSY for a second virtual machine of the mm, as if KVM had one block. Nothing was posted that says how many it has.',
        hides: 'an order',
        test: 'sets/gpasid.test.ts: may not subscribe twice for an mm, nor to a set that has PASIDs',
      },
      {
        linux: 'A subscriber whose set has ended waits for the next set of its mm.',
        versions: 'version 3 of the series',
        source:
          'Pan, 2020-09-28, “[PATCH v3 11/14]”, a comment in it; the code is in Intel’s tree (linux-kernel-dcp)',
        verdict: 'same',
        simulation: 'sets/kvm.ts: findsSubscribers',
        test: 'sets/gpasid.test.ts: is found by the next set of its mm if it came after the first, which has ended',
      },
      {
        linux:
          'One that comes before the set is lost: it is noted in the head of a list, which is damaged.',
        versions: 'version 3 of the series',
        source: 'Pan, 2020-09-28, “[PATCH v3 11/14]”, as we read it',
        verdict: 'simplified',
        simulation: 'sets/kvm.ts: findsSubscribers',
        because:
          'Only the subscriber is lost. In Linux the others are, too, when they end: they are not found in the list, and stay in the chain of their set.',
        hides: 'a mistake',
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
    read: { 'ioasid-ext-v4': 'version 3 of the series' },
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
