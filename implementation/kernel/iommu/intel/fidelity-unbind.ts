import type { LinuxFunction } from '../../fidelity.ts';

const file = 'drivers/iommu/intel-svm.c';

/** The ends of a bond: unbind, and the exit of the mm. */
export const unbindFidelity: readonly LinuxFunction[] = [
  {
    name: 'intel_svm_unbind_mm',
    file,
    read: {
      'linux-4.4-svm': 'v4.4-rc1',
      'linux-5.6-vtd': 'v5.7',
      'vtd-drain-v2': 'v2 of the series',
      'linux-5.8-vtd': 'v5.9',
      'x86-pasid-v1': 'v1 of the series',
      'linux-5.14-vtd': 'v5.14-rc1',
    },
    behaviours: [
      {
        linux:
          'All of it runs under pasid_mutex: a PASID without a svm and a device without a bond are EINVAL, and only the last user of the device goes on.',
        versions: 'v4.4 to v5.7',
        verdict: 'not simulated',
        because: 'Two unbinds at once must not both be the last.',
        hides: 'an order',
      },
      {
        linux:
          'The device leaves the list first; from then on no page request and no release of the mm finds it there.',
        versions: 'v4.4 to v6.3',
        verdict: 'same',
        simulation: 'iommu/intel/svm.ts: unbindDevice',
        test: 'iommu/intel/prq.test.ts: tears the entry down, drains, and then frees the device and the svm',
      },
      {
        linux:
          'The PASID cache and the IOTLB are flushed while the entry is present; the notifier’s release clears it afterwards and flushes nothing, because the list is empty.',
        versions: 'v4.4 to v4.18',
        verdict: 'simplified',
        simulation: 'iommu/intel/svm.ts: unbindDevice',
        because:
          'No device fetches an entry by itself, so nothing is cached again between the two.',
        hides: 'a mistake',
        test: 'iommu/intel/bind.test.ts: of one device left the entry of the unit until the last one went',
      },
      {
        linux:
          'A supervisor bond has no notifier: v4.4 still unregisters one, with a NULL mm; later versions skip that and never clear the entry.',
        versions: 'v4.4 to v4.18',
        verdict: 'not simulated',
        because:
          'v4.4 dereferences NULL; later, a device that still runs keeps reading kernel memory. Supervisor bonds stay out of the world.',
        hides: 'a mistake',
      },
      {
        linux:
          'The entry is torn down and the IOTLB and device TLB of the PASID are flushed once more; requests in the ring are left alone.',
        versions: 'v5.0 to v5.7',
        source: 'M: 2020-04-15, [PATCH v2 6/7] iommu/vt-d: Add page request draining support',
        verdict: 'simplified',
        simulation: 'iommu/intel/svm.ts: unbindDevice',
        because: 'The second flush is left out: the tear-down has flushed them.',
        hides: 'nothing',
        test: 'iommu/intel/bind.test.ts: that ends leaves its requests in the ring up to v5.7',
      },
      {
        linux:
          'The order is: tear the entry down, drain, flush the IOTLB and device TLB of the PASID again, free the device record after a grace period.',
        versions: 'vtd-drain-v2',
        verdict: 'simplified',
        simulation: 'iommu/intel/svm.ts: unbindDevice',
        because: 'The second flush is left out: the tear-down has flushed them.',
        hides: 'nothing',
        test: 'iommu/intel/prq.test.ts: tears the entry down, drains, and then frees the device and the svm',
      },
      {
        linux:
          'The order is: tear the entry down with its invalidations, drain the page requests, free the device record after a grace period.',
        versions: 'v5.8 to v5.19',
        verdict: 'same',
        simulation: 'iommu/intel/svm.ts: unbindDevice',
        test: 'iommu/intel/prq.test.ts: tears the entry down, drains, and then frees the device and the svm',
      },
      {
        linux:
          'For the last device the notifier is unregistered, which may call its release, then the PASID is freed, and then mmput runs under pasid_mutex.',
        versions: 'v4.4',
        verdict: 'simplified',
        simulation: 'iommu/intel/svm-end.ts: freeUnused',
        because:
          'The PASID is freed before the notifier: no bind can come between them, under pasid_mutex.',
        hides: 'nothing',
        test: 'iommu/intel/bind.test.ts: held mm_users in v4.4, so the address space outlived its process',
      },
      {
        linux:
          'For the last device the PASID is freed first, then the notifier is unregistered, then the svm is overwritten with 0x6b and freed.',
        versions: 'v4.5 to v5.13',
        verdict: 'simplified',
        simulation: 'iommu/intel/svm-end.ts: freeUnused',
        because:
          'The memory of the svm is not overwritten: a use after it is freed is noticed at once.',
        hides: 'nothing',
        test: 'iommu/intel/bind.test.ts: is free before the notifier goes',
      },
      {
        linux:
          'The last unbind only clears the data of the PASID; it stays allocated for the next bind of the mm.',
        versions: 'x86-pasid-v1',
        verdict: 'same',
        simulation: 'iommu/intel/svm-pasid.ts: freePasidOfSvm',
        test: 'iommu/intel/bind.test.ts: stays after the last unbind, and is used again',
      },
      {
        linux:
          'After the notifier is unregistered, the PASID in the mm is set to 0 and all CPUs of the mm are interrupted, long after the PASID was freed.',
        versions: 'v5.10 to v5.13',
        source: '20f0afd1fb3d',
        verdict: 'not simulated',
        because:
          'Until the interrupt, threads of the old process submit work with a PASID that may have a new owner.',
        hides: 'a mistake',
      },
      {
        linux:
          'The waiters of the unregistering sleep under pasid_mutex: it waits for notifiers that run, also for the release of an exiting mm.',
        versions: 'v4.4 to v5.19',
        verdict: 'not simulated',
        because: 'A release that took pasid_mutex would wait for itself. It takes no lock.',
        hides: 'an order',
      },
    ],
  },
  {
    name: 'intel_svm_free_pasid',
    file: 'drivers/iommu/intel/svm.c',
    read: { 'linux-5.14-vtd': 'v5.14-rc1' },
    behaviours: [
      {
        linux:
          'Only the unbind of the last device drops a reference, although each bind took one: a process that binds twice never gives its PASID back.',
        versions: 'v5.14-rc1 to v5.14-rc6, as far as known',
        source: '62ef907a045e',
        verdict: 'same',
        simulation: 'iommu/intel/svm-pasid.ts: putPasidOfSvm',
        test: 'iommu/intel/bind.test.ts: kept a reference if only the last unbind dropped one',
      },
      {
        linux:
          'Each unbind drops its reference at its end, after the PASID of the mm was set to 0: the last unbind drops a reference of PASID 0, and the real one leaks.',
        versions: 'v5.14',
        source: 'a21518cb23a3',
        verdict: 'same',
        simulation: 'iommu/intel/svm-pasid.ts: putPasidOfUnbind',
        test: 'iommu/intel/bind.test.ts: kept one if the mm had forgotten it before (v5.14)',
      },
    ],
  },
  {
    name: 'intel_mm_release',
    file,
    read: {
      'linux-4.4-svm': 'v4.4-rc1',
      'linux-5.6-vtd': 'v5.7',
      'vtd-drain-v2': 'v2 of the series',
      'linux-5.8-vtd': 'v5.9',
      'linux-5.14-vtd': 'v5.14-rc1',
    },
    behaviours: [
      {
        linux:
          'It clears the entry, flushes nothing and warns if a device is still bound; it only runs from the unregistering, since the bond keeps mm_users.',
        versions: 'v4.4',
        verdict: 'simplified',
        simulation: 'iommu/intel/pasid-table.ts: clearEntry',
        because: 'The warning is left out: the bond keeps mm_users, so no device is bound by then.',
        hides: 'nothing',
        test: 'iommu/intel/bind.test.ts: found its entry in the table of the unit up to v4.18: another device reached it too',
      },
      {
        linux:
          'It clears the entry and flushes the PASID cache and the TLBs of each device, in an RCU section, before the page tables go.',
        versions: 'v4.5 to v5.7',
        source: 'M: 2016-01-13, iommu/vt-d: Fix mm refcounting to hold mm_count not mm_users',
        verdict: 'same',
        simulation: 'iommu/intel/svm.ts: intelMmRelease',
        test: 'iommu/intel/prq.test.ts: leaves an entry that ignores faults, until the bond goes',
      },
      {
        linux:
          'It also drains the page requests of each device, in the RCU section, where it must not sleep.',
        versions: 'vtd-drain-v2',
        source: 'M: 2020-04-28, the splat from exit_mmap',
        verdict: 'same',
        simulation: 'iommu/intel/svm.ts: intelMmRelease',
        test: 'iommu/intel/prq.test.ts: must not drain, because it may not sleep',
      },
      {
        linux:
          'A present entry is replaced by one that is not present and reports no faults (FPD); it is invalidated, and nothing is drained.',
        versions: 'v5.8 to v6.12',
        verdict: 'same',
        simulation: 'iommu/intel/svm.ts: intelMmRelease',
        test: 'iommu/intel/prq.test.ts: leaves an entry that ignores faults, until the bond goes',
      },
      {
        linux:
          'The device records, their users, the svm and the PASID stay until the driver unbinds; no lock is taken but the RCU section.',
        versions: 'v4.5 to v6.1',
        verdict: 'not simulated',
        because: 'A file that another process holds keeps the bond of a dead mm.',
        hides: 'an order',
      },
    ],
  },
  {
    name: 'intel_invalidate_range',
    file,
    read: {
      'linux-4.4-svm': 'v4.4-rc1',
      'linux-5.6-vtd': 'v5.7',
      'linux-5.8-vtd': 'v5.9',
      'linux-5.14-vtd': 'v5.14-rc1',
    },
    behaviours: [
      {
        linux:
          'The range is rounded up to a power of two pages from an address that is not aligned to it; the hardware ignores the low bits of the address.',
        versions: 'v4.4 to v5.10',
        source: '2d6ffc63f124',
        verdict: 'not simulated',
        because:
          'The pages at the end of the range stay in the IOTLB. The world needs ranges of two pages at an odd address.',
        hides: 'a mistake',
      },
      {
        linux:
          'Each device of the svm gets an IOTLB invalidation and, with ATS, a device TLB invalidation, one after the other, in an RCU section.',
        versions: 'v4.4 to v6.1',
        verdict: 'not simulated',
        because: 'Between the two, the device TLB still has what the IOTLB has lost.',
        hides: 'an order',
      },
    ],
  },
];
