import { type LinuxFunction, svaRead } from '../../../fidelity.ts';
import { readLater, readSva, readSvaOf518, sva } from './read.ts';

/** The notifier of a bound mm: the driver’s half. */
export const notifierFidelity: readonly LinuxFunction[] = [
  {
    name: 'arm_smmu_mmu_notifier_get',
    file: sva,
    read: readSva,
    behaviours: [
      {
        linux: 'One notifier per domain and mm, counted by bonds, found in the list of the domain.',
        versions: 'v5.11 to v6.10',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/notifier.ts: notifierGet',
        test: 'iommu/arm-smmu-v3/sva.test.ts: makes a bond and a notifier of its own, under the same PASID',
      },
      {
        linux:
          'A new one gets the descriptor first, is registered, which publishes it, then writes the entry, and is listed last.',
        versions: 'v5.11 to v6.10',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/notifier.ts: registerAndWrite',
        test: 'iommu/arm-smmu-v3/notifier.test.ts: frees the descriptor while a callback of the new notifier may run',
      },
      {
        linux: 'If it cannot be registered it is freed, and so is the descriptor.',
        versions: 'v5.11 to v6.10',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/notifier.ts: registerAndWrite',
        test: 'iommu/arm-smmu-v3/sva.test.ts: for want of memory for the %s leaves nothing behind',
      },
      {
        linux:
          'If the entry cannot be written, the notifier is put and freed after a grace period, but the descriptor, which its callbacks read, at once.',
        versions: 'v5.11 to v6.10',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/notifier.ts: registerAndWrite',
        test: 'iommu/arm-smmu-v3/notifier.test.ts: for want of a leaf of the table fails the bind, and the notifier goes after a grace period',
      },
      {
        linux:
          'Where the devices of a domain have tables of their own, it writes one after the other. If one fails, it goes back and clears them again, and begins with the one that failed.',
        versions: 'v6.7',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: writeCtxDescDevices',
        because:
          'v6.7 does it under a spinlock, where the leaf of a table must not be allocated (mended in v6.8 by commit b5bf7778b722). No release of v6 is simulated here. Only the entries that were written are cleared, in the order in which they were: the one that failed has none, and its leaf is not asked for again (not read: as we know it).',
        hides: 'nothing',
        test: 'iommu/group.test.ts: clears the entries that are written if the table of the second has no memory for its own',
      },
    ],
  },
  {
    name: 'arm_smmu_mmu_notifier_put',
    file: sva,
    read: readSva,
    behaviours: [
      {
        linux:
          'The last user clears the entry, invalidates TLB and ATC, puts the notifier, and frees the descriptor, in this order and under sva_lock.',
        versions: 'v5.11 to v6.10',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/notifier.ts: notifierPut',
        test: 'iommu/arm-smmu-v3/sva.test.ts: that is the last invalidates the TLB and the device’s cache',
      },
      {
        linux: 'It does not invalidate again what release() has invalidated.',
        versions: 'v5.11 to v6.10',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/notifier.ts: notifierPut',
        test: 'iommu/arm-smmu-v3/sva.test.ts: does not invalidate again what the end of the mm did',
      },
      {
        linux:
          'It does not tell a release() that waits for sva_lock that the entry is already clear.',
        versions: 'v5.11 to v6.10',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/notifier.ts: notifierPut',
        test: 'iommu/arm-smmu-v3/notifier.test.ts: and frees the PASID: a release that was overtaken silences entry 0, of the default domain (v5.17)',
      },
      {
        linux: 'The index is mm->pasid at that moment, not the one at which bind wrote.',
        versions: 'v5.11 to v6.6',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/notifier.ts: ssidOf',
        test: 'iommu/arm-smmu-v3/notifier.test.ts: was mm->pasid, which missed the entry once the PASID was dropped (v5.18-rc1)',
      },
      {
        linux:
          'It works on the domain in which the mm was bound. If the device was removed while the unbind waited for group->mutex, a device that has come meanwhile has another one, which is left alone.',
        versions: 'v5.11 to v6.1',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: writeCtxDescDevices',
        test: 'iommu/iommu-sva.test.ts: clears the entry of the device that was there, not of the one that has come',
      },
    ],
  },
  {
    name: 'arm_smmu_mm_release',
    file: sva,
    read: readSva,
    behaviours: [
      {
        linux: 'Under sva_lock the entry becomes quiet, then TLB and ATC are invalidated.',
        versions: 'v5.11 to v6.10',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/notifier.ts: armSmmuMmRelease',
        test: 'iommu/arm-smmu-v3/notifier.test.ts: invalidates after the change of the entry: first the TLB, then the device’s cache',
      },
      {
        linux:
          'Each device has its own notifier. Until that of the last one has run, a device whose entry is quiet hits what another one fills in the TLB, which they share by ASID, and keeps it in its ATC.',
        versions: 'v5.11 to v6.9',
        source: 'as we read it; nobody has reported it',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/notifier.ts: armSmmuMmRelease',
        test: 'iommu/arm-smmu-v3/notifier.test.ts: did so one after the other before v6.10: a device that is quiet hit what the other one had filled',
      },
      {
        linux:
          'One SVA domain has all devices of the mm: their entries become quiet, then the TLB and every ATC are invalidated.',
        versions: 'since v6.10',
        source: 'an unbind of that design, in arm_smmu_remove_dev_pasid',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/notifier.ts: quietable',
        because: 'Not read: as we know it, from an unbind of that design. The same is done here.',
        hides: 'nothing',
        test: 'iommu/arm-smmu-v3/notifier.test.ts: makes the entries of both quiet before it invalidates their TLB',
      },
      {
        linux: 'It does this once: what it has made quiet before, it leaves alone.',
        versions: 'v5.11 to v6.10',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/notifier.ts: armSmmuMmRelease',
        test: 'iommu/arm-smmu-v3/notifier.test.ts: comes once: what another bond has written since then stays',
      },
      {
        linux: 'It reads the ASID in the context descriptor, which the last unbind may have freed.',
        versions: 'v5.11 to v6.10',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/notifier.ts: asidOfNotifier',
        test: 'mm/mmu-notifier.test.ts: leads on to the next one, which was put after it',
      },
    ],
  },
  {
    name: 'arm_smmu_mm_invalidate_range',
    file: sva,
    read: readSvaOf518,
    behaviours: [
      {
        linux:
          'It takes no lock. Since no SMMU has broadcast invalidation turned on, it reads the ASID in the context descriptor each time.',
        versions: 'v5.12 to v6.10',
        source:
          'commit 51d113c3be09 (January 2021; in v5.11 only the ATC is invalidated); a comment of v6.11, in arm_smmu_sva_domain_free: it may still run after the last unbind',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/notifier.ts: armSmmuMmInvalidateRange',
        test: 'iommu/arm-smmu-v3/notifier.test.ts: frees the descriptor, in which the callback then reads the ASID (up to v6.10)',
      },
      {
        linux: 'It invalidates the range in the TLB of the ASID and in the ATC of the PASID.',
        versions: 'since v5.11',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/notifier.ts: armSmmuMmInvalidateRange',
        because:
          'Commands unmap only regions of queues; the page that DMA uses stays mapped, so nothing cached of it has to go. A callback that invalidates too little is not noticed.',
        hides: 'a mistake',
        test: 'mm/mmu-notifier.test.ts: reaches one notifier after the other, even if the first is put meanwhile',
      },
      {
        linux:
          'It makes the range one byte too long. Then the loop that invalidates it in the TLB does not end, at least if the SMMU invalidates ranges.',
        versions:
          'v5.12 to v5.18-rc (in v5.11 only the ATC is concerned); mended in stable releases of May 2022',
        source:
          'commit 95d4782c34a6 (“Fix size calculation in arm_smmu_mm_invalidate_range()”), April 2022; for which SMMU is our reading',
        verdict: 'not simulated',
        because:
          'The callback has no range, in linux-5.17 and linux-5.18-rc1 as well. There a munmap of a process that is bound would not return.',
        hides: 'a mistake',
      },
      {
        linux:
          'A large range is invalidated page by page if the SMMU does not invalidate ranges, which takes longer than the watchdog allows (soft lockup).',
        versions: 'v5.12 to v6.5',
        source: 'commit d5afb4b47e13 (CVE-2023-52484), whose mail of 2023-10 has the trace',
        verdict: 'not simulated',
        because: 'The callback has no range and takes no time.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: '__flush_tlb_range',
    file: 'arch/arm64/include/asm/tlbflush.h',
    read: {},
    behaviours: [
      {
        linux:
          'The flush of the CPU moves the start of the range before it calls the notifiers, so their callback gets an empty range, and the SMMU keeps what was unmapped.',
        versions: 'v6.6 to v6.13',
        source:
          'commit f7edb07ad7c6 (“Fix mmu notifiers for range-based invalidates”), March 2025, which mends 6bbd42e2df8f',
        verdict: 'not simulated',
        because:
          'Not read: only the patch. No release of v6 with SVA is simulated, and the callback has no range.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'arm_smmu_mmu_notifier_free',
    file: sva,
    read: svaRead(readLater),
    behaviours: [
      {
        linux: 'It frees the notifier and nothing else: bond and descriptor went when it was put.',
        versions: 'v5.11 to v6.10',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/notifier.ts: freeNotifier',
        test: 'iommu/arm-smmu-v3/sva.test.ts: drops the reference of the descriptor at once, and that of the notifier after a grace period',
      },
    ],
  },
];
