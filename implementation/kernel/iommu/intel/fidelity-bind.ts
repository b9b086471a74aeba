import type { LinuxFunction } from '../../fidelity.ts';

const file = 'drivers/iommu/intel-svm.c';

/** Binding an mm to a device behind a VT-d unit. */
export const bindFidelity: readonly LinuxFunction[] = [
  {
    name: 'intel_svm_bind_mm',
    file,
    read: {
      'linux-4.4-svm': 'v4.4-rc1',
      'linux-5.6-vtd': 'v5.7',
      'vtd-drain-v2': 'v5.7',
      'linux-5.8-vtd': 'v5.9',
      'x86-pasid-v1': 'v1 of the series',
      'linux-5.14-vtd': 'v5.14-rc1',
    },
    behaviours: [
      {
        linux:
          'Before pasid_mutex, in this order: no unit is EINVAL, a unit without SVM is ENOTSUPP (from v5.6), a device without the PASID capability is EINVAL, and a supervisor flag that the unit cannot serve is EINVAL.',
        versions: 'v4.4 to v5.7',
        verdict: 'not simulated',
        because: 'A bind that fails leaves no trace only if its checks come before its first step.',
        hides: 'nothing',
      },
      {
        linux:
          'The same checks run under pasid_mutex, because intel_svm_bind takes it first; a supervisor flag together with an mm is EINVAL.',
        versions: 'v5.8 to v5.13',
        verdict: 'not simulated',
        because: 'A bind that is going to fail waits for an unbind that drains.',
        hides: 'an order',
      },
      {
        linux:
          'A svm of the same mm is reused unless one of the two binds is private; if its PASID does not fit the width of the device, the bind fails with ENOSPC.',
        versions: 'v4.4 to v5.13',
        verdict: 'simplified',
        simulation: 'iommu/intel/bind-own.ts: bindPasidOfSvm',
        because: 'No bind is private, and all devices have the same width.',
        hides: 'a mistake',
        test: 'iommu/intel/bind.test.ts: is that of all devices of the mm, and is free after the last unbind',
      },
      {
        linux:
          'A second bind of the same device and mm only counts a user; with other callbacks than the first it fails with EBUSY.',
        versions: 'v4.4 to v5.13',
        verdict: 'simplified',
        simulation: 'iommu/intel/bind-own.ts: bindPasidOfSvm',
        because: 'A driver has no callbacks here.',
        hides: 'nothing',
        test: 'iommu/intel/bind.test.ts: has one bond of a device, whose users are counted',
      },
      {
        linux:
          'A device whose PASID support is not recorded leaves the function with the 0 of the step before: the bind succeeds and there is no bond.',
        versions: 'v5.0 to v5.7',
        source: 'removed with the change to iommu_sva in v5.8',
        verdict: 'not simulated',
        because:
          'The driver then uses a PASID that was never written. The model has to refuse a success without a bond.',
        hides: 'a mistake',
      },
      {
        linux:
          'Each unit has its own PASIDs, the first of them 0 (1 under a hypervisor) and the last the width minus 2; the lowest free one is taken.',
        versions: 'v4.4 to v4.18',
        verdict: 'not simulated',
        because: 'PASID 0 is a valid PASID here, and one number means two processes on two units.',
        hides: 'nothing',
      },
      {
        linux:
          'PASIDs are global, the first is 1 and the last the smaller width minus 1; when all are taken the bind fails with ENOSPC.',
        versions: 'v5.6 to v5.13',
        verdict: 'same',
        simulation: 'iommu/intel/svm-pasid.ts: takePasid',
        test: 'iommu/intel/bind.test.ts: is ENOSPC if there is none, whatever the cause, and nothing is left',
      },
      {
        linux:
          'When all PASIDs are taken, the svm and the device are freed and the 0 of the step before is returned: a success without a bond.',
        versions: 'x86-pasid-v1',
        source: 'M: 2020-04-26, Re: [PATCH 5/7] x86/mmu: Allocate/free PASID',
        verdict: 'same',
        simulation: 'iommu/intel/bind-own.ts: newSvm',
        test: 'iommu/intel/bind.test.ts: was 0 and a success if the error was forgotten',
      },
      {
        linux: 'If no PASID can be allocated, the svm is freed and the device record is not.',
        versions: 'v4.4',
        verdict: 'same',
        simulation: 'iommu/intel/bind-own.ts: newSvm',
        test: 'iommu/intel/bind.test.ts: was lost with the record of its device in v4.4',
      },
      {
        linux:
          'The bond keeps the reference on mm_users that get_task_mm took, until the last device of the mm unbinds; every error exit drops it.',
        versions: 'v4.4',
        source: 'M: 2016-01-13, iommu/vt-d: Fix mm refcounting to hold mm_count not mm_users',
        verdict: 'simplified',
        simulation: 'iommu/intel/bind-own.ts: newSvm',
        because:
          'It is taken with the PASID, not before the checks: until then the caller itself is a user.',
        hides: 'nothing',
        test: 'iommu/intel/bind.test.ts: held mm_users in v4.4, so the address space outlived its process',
      },
      {
        linux:
          'The bond holds the mm only through its mmu notifier (mm_count); the reference on mm_users is dropped at the end of the bind, after pasid_mutex.',
        versions: 'v4.5 to v5.7',
        source: 'M: 2016-01-13, iommu/vt-d: Fix mm refcounting to hold mm_count not mm_users',
        verdict: 'simplified',
        simulation: 'iommu/intel/bind-own.ts: newSvm',
        because: 'The reference for the time of the bind is left out: the caller itself is a user.',
        hides: 'nothing',
        test: 'iommu/intel/bind.test.ts: held mm_users in v4.4, so the address space outlived its process',
      },
      {
        linux:
          'If the mmu notifier cannot be registered, the PASID is freed first, then the svm and the device record, and the error is passed on.',
        versions: 'v4.4 to v5.13',
        verdict: 'same',
        simulation: 'iommu/intel/bind-own.ts: newSvm',
        test: 'iommu/intel/bind.test.ts: is given back if allocation %i of the bind fails',
      },
      {
        linux:
          'If the PASID table entry cannot be set up, the notifier is unregistered, then the PASID, the svm and the device record are freed.',
        versions: 'v5.0 to v5.13',
        verdict: 'same',
        simulation: 'iommu/intel/bind-own.ts: undoSvm',
        test: 'iommu/intel/bind.test.ts: is given back if allocation %i of the bind fails',
      },
      {
        linux:
          'A further device of the mm writes no entry, because all devices of a unit share one PASID table.',
        versions: 'v4.4 to v4.18',
        verdict: 'same',
        simulation: 'iommu/intel/pasid-table.ts: setUpEntry',
        test: 'iommu/intel/bind.test.ts: of one device left the entry of the unit until the last one went',
      },
      {
        linux:
          'A further device gets an entry in its own PASID table, written under the spinlock of the unit; if that fails, only its record is freed.',
        versions: 'v5.6 to v5.13',
        verdict: 'simplified',
        simulation: 'iommu/intel/bind-own.ts: bindPasidOfSvm',
        because: 'The spinlock of the unit is left out: the entry is written at once.',
        hides: 'nothing',
        test: 'iommu/intel/bind.test.ts: is that of all devices of the mm, and is free after the last unbind',
      },
      {
        linux:
          'The svm remembers the unit of its first device, and later invalidations go to that unit even for a device behind another one.',
        versions: 'v4.4 to v5.10',
        source: '9ad9f45b3b91',
        verdict: 'not simulated',
        because:
          'A device behind the second unit keeps translations of freed pages. The world needs two units with one device each.',
        hides: 'a mistake',
      },
      {
        linux:
          'The device enters the list of the svm after its entry is present; a release of the mm between the two does not see it.',
        versions: 'v4.4 to v5.14',
        verdict: 'same',
        simulation: 'iommu/intel/sdev.ts: addSdev',
        test: 'iommu/intel/bind.test.ts: enters the list of its svm when its entry is present',
      },
      {
        linux:
          'The svm is looked up by the PASID of the mm, which the caller has allocated; whose svm it is, is not compared.',
        versions: 'v5.14 to v6.3',
        verdict: 'same',
        simulation: 'iommu/intel/bind.ts: bindMm',
        test: 'iommu/intel/bind.test.ts: is that of whoever has the PASID, even if another mm had it before',
      },
      {
        linux:
          'On failure a svm without devices is undone: its notifier is unregistered, it leaves the array of PASIDs and is freed; the caller drops its reference on the PASID.',
        versions: 'v5.14 to v5.17',
        verdict: 'same',
        simulation: 'iommu/intel/svm-end.ts: freeUnused',
        test: 'iommu/intel/prq.test.ts: without memory for the %s leaves nothing behind',
      },
    ],
  },
  {
    name: 'intel_svm_alloc_pasid',
    file: 'drivers/iommu/intel/svm.c',
    read: { 'linux-5.14-vtd': 'v5.14-rc1' },
    behaviours: [
      {
        linux:
          'Each bind takes a reference on the PASID of the mm, also a bind that only counts a user of its device.',
        versions: 'v5.14 to v5.17',
        verdict: 'same',
        simulation: 'iommu/intel/bind.ts: bindPasidOfMm',
        test: 'iommu/intel/bind.test.ts: has a reference of each bind, and each unbind drops one',
      },
      {
        linux:
          'The range is 1 to the width of the device minus 1, whatever the unit can do; a PASID of the mm outside of it is EOVERFLOW, and no free PASID is ENOMEM.',
        versions: 'v5.14 to v5.17',
        verdict: 'not simulated',
        because: 'The errors differ from those of v5.13 (ENOSPC in both cases).',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'load_pasid',
    file: 'drivers/iommu/intel/svm.c',
    read: { 'linux-5.14-vtd': 'v5.14-rc1' },
    behaviours: [
      {
        linux:
          'Under the context lock of the mm it stores the PASID in the mm and interrupts every CPU that runs the mm, waiting for all of them.',
        versions: 'v5.10 to v5.14',
        source: '20f0afd1fb3d',
        verdict: 'not simulated',
        because:
          'It is the one place where threads of the process learn of the bond; it runs after the entry is present.',
        hides: 'an order',
      },
    ],
  },
  {
    name: 'intel_iommu_enable_sva',
    file: 'drivers/iommu/intel/iommu.c',
    read: { 'linux-5.14-vtd': 'v5.14-rc1' },
    behaviours: [
      {
        linux:
          'No unit is EINVAL; a unit without SVM and a device whose PASIDs cannot be enabled are ENODEV. Then the device joins the fault queue of its unit; twice is EBUSY.',
        versions: 'v5.14',
        verdict: 'not simulated',
        because:
          'A bind no longer checks any of it, so a driver that binds without enabling gets a bond that cannot be served.',
        hides: 'nothing',
      },
      {
        linux: 'If the handler for its faults cannot be registered, the device stays in the queue.',
        versions: 'v5.14',
        verdict: 'not simulated',
        because: 'The next enabling fails with EBUSY. No report of it is known.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'intel_iommu_disable_sva',
    file: 'drivers/iommu/intel/iommu.c',
    read: { 'linux-5.14-vtd': 'v5.14-rc1' },
    behaviours: [
      {
        linux:
          'The handler is taken off first, and only if that succeeds the device leaves the queue; bonds are not looked for.',
        versions: 'v5.14',
        verdict: 'not simulated',
        because:
          'A request of a device without handler is answered with INVALID by the interrupt thread.',
        hides: 'an order',
      },
    ],
  },
];
