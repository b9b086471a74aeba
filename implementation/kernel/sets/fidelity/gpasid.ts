import type { LinuxFunction } from '../../fidelity.ts';

/** Binds of guests. */
export const gpasidFidelity: readonly LinuxFunction[] = [
  {
    name: 'iommu_uapi_sva_bind_gpasid',
    file: 'drivers/iommu/iommu.c',
    read: { 'ioasid-5.11': 'v5.10', 'ioasid-ext-v4': 'version 4 of the series' },
    behaviours: [
      {
        linux:
          'In version 4 it takes a reference if the PASID is of a set of current->mm, and drops it after the bind, whatever that answers. iommu_uapi_sva_unbind_gpasid does the same.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 11/18]”',
        verdict: 'same',
        simulation: 'sets/gpasid.ts: ofOwner',
        test: 'sets/gpasid.test.ts: takes one reference for all devices, and drops it with the last',
      },
      {
        linux:
          'It copies the arguments from the user twice, and checks their size, version, flags and padding: EFAULT, EINVAL.',
        versions: 'v5.10 to v5.17',
        verdict: 'not simulated',
        because: 'Traces have no arguments of that kind.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'intel_svm_bind_gpasid',
    file: 'drivers/iommu/intel/svm.c',
    read: { 'ioasid-5.11': 'v5.10', 'ioasid-ext-v4': 'version 4 of the series' },
    behaviours: [
      {
        linux:
          'ENOENT for a PASID that is not allocated, EBUSY for one that is bound to the device.',
        versions: 'v5.8 to v5.13',
        verdict: 'same',
        simulation: 'sets/gpasid.ts: bindGpasid',
        test: 'sets/gpasid.test.ts: needs a PASID that is allocated',
      },
      {
        linux: 'Nobody asks who owns the PASID.',
        versions: 'v5.8 to v5.17',
        verdict: 'same',
        simulation: 'sets/gpasid.ts: guestBind',
        test: 'sets/gpasid.test.ts: is refused to another mm, if somebody asks for the owner',
      },
      {
        linux: 'The first device makes the svm; version 4 takes a reference on the PASID with it.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 14/18]”',
        verdict: 'same',
        simulation: 'sets/gpasid.ts: newSvm',
        test: 'sets/gpasid.test.ts: takes one reference for all devices, and drops it with the last',
      },
      {
        linux:
          'As posted, the first bind of a PASID writes the IOMMU into its device before that is allocated: an oops.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 14/18]”',
        verdict: 'simplified',
        simulation: 'sets/gpasid.ts: newSvm',
        because:
          'The kernel ioasid-ext-v4 is without it, because nothing else of a bind could be seen. It is a mistake of the catalogue (ioasid-v4-sdev-null).',
        hides: 'nothing',
        test: 'sets/gpasid.test.ts: writes through a null pointer if it uses its device before that is allocated',
      },
      {
        linux: 'The entry leads to the page tables that the caller names, whoever owns the PASID.',
        versions: 'v5.8 to v5.17',
        verdict: 'simplified',
        simulation: 'sets/gpasid.ts: newSvm',
        because:
          'It leads to the guest of the owner. Where nobody asks for the owner, the bind itself is the mistake that is found; what the device reaches then is not seen.',
        hides: 'a mistake',
        test: 'sets/gpasid.test.ts: leads to the guest of the owner, even if another mm binds',
      },
      {
        linux:
          'It takes no reference on the PASID, and ignores that private data cannot be attached to one that was freed meanwhile (ENOENT).',
        versions: 'v5.8 to v5.13',
        source: 'intel_svm_bind_gpasid, as we read it; nobody reported it',
        verdict: 'not simulated',
        because: 'A bind is one step, so no free comes between.',
        hides: 'a mistake',
      },
      {
        linux:
          'The svm can be found by its PASID before the list of its devices is initialised, so the thread of page requests goes through a list of null pointers.',
        versions: 'v5.8 to v5.13',
        source: 'ioasid_set_data before INIT_LIST_HEAD_RCU, as we read it; nobody reported it',
        verdict: 'not simulated',
        because: 'Assigned devices request no pages.',
        hides: 'a mistake',
      },
      {
        linux: 'The svm keeps a pointer to the mm of the caller, whose reference it has dropped.',
        versions: 'v5.8 to v5.17',
        source: 'get_task_mm and mmput in intel_svm_bind_gpasid, as we read it',
        verdict: 'not simulated',
        because: 'Nobody follows it for a guest. It would be the thread of page requests.',
        hides: 'nothing',
      },
      {
        linux: 'An error frees the svm that it has made, and nothing remains.',
        versions: 'v5.8 to v5.17',
        verdict: 'same',
        simulation: 'sets/gpasid.ts: undo',
        test: 'sets/gpasid.test.ts: that fails leaves no svm and no reference',
      },
      {
        linux: 'In version 4 an error leaves the reference.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 14/18]”, as we read it',
        verdict: 'same',
        simulation: 'sets/gpasid.ts: undo',
        test: 'sets/gpasid.test.ts: that fails keeps its reference in version 4',
      },
      {
        linux: 'pasid_mutex is held, and version 1 calls the allocator with it.',
        versions: 'v5.8 to v5.17',
        verdict: 'simplified',
        simulation: 'sets/gpasid.ts: bindGpasid',
        because: 'A bind is one step, so no other one comes between.',
        hides: 'an order',
        test: 'sets/gpasid.test.ts: makes the entry of the device, once',
      },
      {
        linux:
          'The result of the reference is ignored: a bind of a PASID whose free waits goes on without one.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 14/18]”, as we read it',
        verdict: 'not simulated',
        because: 'The owner is asked before, which answers EBUSY then.',
        hides: 'a mistake',
      },
      {
        linux:
          'As posted, it writes to a struct intel_svm_dev that is not yet allocated, so the first bind is an oops.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 14/18]”',
        verdict: 'not simulated',
        because: 'A kernel in which no guest can bind shows nothing else.',
        hides: 'a mistake',
      },
      {
        linux:
          'Since v5.14 svms are found in an array of their own, by their PASID. It is not looked at whether that is allocated, and a svm of an earlier life is found again.',
        versions: 'v5.14 to v5.17',
        verdict: 'not simulated',
        because: 'The text that is simulated is that up to v5.13.',
        hides: 'a mistake',
      },
      {
        linux: 'With auxiliary domains a second bind to the same device is counted and succeeds.',
        versions: 'v5.8 to v5.8.2',
        source: 'commit d315e9e684d1',
        verdict: 'not simulated',
        because: 'It is EBUSY, as in all later texts.',
        hides: 'nothing',
      },
      {
        linux: 'Versions, formats, address widths and flags are checked (EINVAL).',
        versions: 'v5.8 to v5.17',
        verdict: 'not simulated',
        because: 'Traces have no arguments of that kind.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'intel_pasid_setup_nested',
    file: 'drivers/iommu/intel/pasid.c',
    read: { 'ioasid-5.11': 'v5.10' },
    behaviours: [
      {
        linux: 'A nested entry is refused with EBUSY if one is present.',
        versions: 'v5.9 to v5.17',
        verdict: 'same',
        simulation: 'sets/gpasid.ts: addEndpoint',
        test: 'sets/gpasid.test.ts: is refused where an entry of an earlier life is present',
      },
    ],
  },
  {
    name: 'intel_svm_unbind_gpasid',
    file: 'drivers/iommu/intel/svm.c',
    read: { 'ioasid-5.11': 'v5.10', 'ioasid-ext-v4': 'version 4 of the series' },
    behaviours: [
      {
        linux:
          'It clears the entry and drains; with the last device the svm goes. The PASID stays, which VFIO owns.',
        versions: 'v5.8 to v5.17',
        verdict: 'same',
        simulation: 'sets/gpasid.ts: unbindGpasid',
        test: 'sets/gpasid.test.ts: keeps the PASID, which VFIO owns',
      },
      {
        linux: 'A device that is not bound is EINVAL in v5.8, and success since.',
        versions: 'v5.8 to v5.17',
        verdict: 'simplified',
        simulation: 'sets/gpasid.ts: unbindGpasid',
        because: 'EINVAL in all kernels. Both answers are admitted.',
        hides: 'nothing',
        test: 'sets/gpasid.test.ts: clears the entry, and says EINVAL where there is none',
      },
      {
        linux:
          'Binds are counted only while auxiliary domains are enabled. If they are enabled between bind and unbind, the count falls below 0, and the entry is never cleared.',
        versions: 'v5.8 to v5.17',
        source: 'sdev->users in intel_svm_bind_gpasid, as we read it; nobody reported it',
        verdict: 'not simulated',
        because: 'Auxiliary domains are not simulated.',
        hides: 'a mistake',
      },
      {
        linux: 'The page requests of the PASID are drained.',
        versions: 'v5.9 to v5.17',
        verdict: 'simplified',
        simulation: 'sets/gpasid.ts: clearEndpoint',
        because: 'Assigned devices request no pages here; only that the drain may sleep is noted.',
        hides: 'a mistake',
        test: 'sets/gpasid.test.ts: drains under a spinlock in version 4',
      },
      {
        linux:
          'A request of an assigned device is not answered, because the device that is noted in the bind has no source id.',
        versions: 'v5.8 and v5.9',
        source: '“iommu/vt-d: Fix sid not set issue in intel_svm_bind_gpasid()”, 2020-10-28',
        verdict: 'not simulated',
        because: 'Assigned devices request no pages.',
        hides: 'a mistake',
      },
    ],
  },
];
