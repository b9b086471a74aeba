import { type LinuxFunction, svaRead } from '../../../fidelity.ts';
import { readRelease, readSmmu, readSva, smmu, sva } from './read.ts';

const context = 'arch/arm64/mm/context.c';

/** Context descriptors, their table, and what the hardware makes of it. */
export const descriptorFidelity: readonly LinuxFunction[] = [
  {
    name: 'arm_smmu_write_ctx_desc',
    file: smmu,
    read: readSmmu,
    behaviours: [
      {
        linux: 'An index past the table is warned about and refused with E2BIG.',
        versions: 'v5.11 to v6.6',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: writeCtxDesc',
        test: 'iommu/arm-smmu-v3/context-descriptor.test.ts: at an index past the table is warned about, refused with E2BIG, and writes nothing',
      },
      {
        linux: 'The index is signed, so a negative one passes the check and is used.',
        versions: 'v5.11 to v6.6',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: writeCtxDesc',
        test: 'iommu/arm-smmu-v3/context-descriptor.test.ts: at a negative index passes the check, which is signed, and is out of bounds',
      },
      {
        linux:
          'Over a valid entry only the ASID is written: page tables and EPD0 of the old one stay.',
        versions: 'v5.11 to v6.8',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: writeCtxDesc',
        test: 'iommu/arm-smmu-v3/context-descriptor.test.ts: over a valid one replaced its ASID alone, and left a dead mm’s tables and its silence (v5.18)',
      },
      {
        linux: 'A quiet entry is the old one with EPD0: it stays valid.',
        versions: 'v5.11 to v6.8',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: writeCtxDesc',
        test: 'iommu/arm-smmu-v3/context-descriptor.test.ts: QUIET keeps it valid with the tables it names, and forbids walks',
      },
      {
        linux: 'An entry that is not valid does not become valid when it is made quiet.',
        versions: 'v5.11 to v6.8',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: writeCtxDesc',
        test: 'iommu/arm-smmu-v3/context-descriptor.test.ts: QUIET makes no entry valid that is not',
      },
      {
        linux:
          'The hardware reads 64 bits at once, so every entry changes in one step; cached entries are invalidated before the function returns.',
        versions: 'since v5.11',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: writeCtxDesc',
        test: 'iommu/arm-smmu-v3/context-descriptor.test.ts: installs all of it where none is valid',
      },
      {
        linux: 'Entry 0 is that of the default domain, for DMA without a PASID.',
        versions: 'since v5.5',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: contextTable',
        because:
          'It is only known whether somebody made it quiet, because no command does DMA without a PASID.',
        hides: 'nothing',
        test: 'iommu/arm-smmu-v3/notifier.test.ts: and frees the PASID: a release that was overtaken silences entry 0, of the default domain (v5.17)',
      },
      {
        linux:
          'Clearing an entry writes its first 64 bits alone: the address of the page tables of a dead mm stays in it.',
        versions: 'v5.11 to v6.8',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: writeCtxDesc',
        because:
          'All of it is cleared. An entry that is not valid is written whole before it becomes valid again, so nobody reads what is left.',
        hides: 'nothing',
        test: 'iommu/arm-smmu-v3/context-descriptor.test.ts: CLEAR makes it invalid',
      },
    ],
  },
  {
    name: 'arm_smmu_get_cd_ptr',
    file: smmu,
    read: readSmmu,
    behaviours: [
      {
        linux:
          'A table for more than 1024 entries has two levels, and a leaf is allocated when its first entry is written; ENOMEM if it cannot be.',
        versions: 'v5.5 to v6.8',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: hasLeaf',
        because:
          'The few PASIDs of a world are in the first leaf, and that has entry 0, so no other leaf is allocated. In worlds with small leaves a leaf has 2 entries; with the switch cdTable, which no release sets, half of the table.',
        hides: 'a mistake',
        test: 'iommu/arm-smmu-v3/notifier.test.ts: needs a leaf once for each device, and again after it was removed',
      },
      {
        linux:
          'Entry 0 is written when the first device attaches, so the first leaf is there from then on: 64 KiB. PASIDs 1 to 1023 need no other; 1024 is in the second.',
        versions: 'v5.5 to v6.5',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: leafOf',
        test: 'iommu/arm-smmu-v3/context-descriptor.test.ts: has its first leaf from the start, and keeps the others when their entries are cleared',
      },
      {
        linux:
          'Nothing counts the entries of a leaf: it goes with the table, not with its last entry.',
        versions: 'v5.5 to v6.5',
        source: 'Brucker, 2020-04-02, in “Re: [PATCH 00/10] IOASID extensions for guest SVA”',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: hasLeaf',
        test: 'iommu/arm-smmu-v3/context-descriptor.test.ts: has its first leaf from the start, and keeps the others when their entries are cleared',
      },
      {
        linux:
          'The leaf is looked for before it is known what is written, so clearing or quieting an entry that was never written allocates it, and may fail with ENOMEM.',
        versions: 'v5.5 to v6.9',
        source: 'arm_smmu_write_ctx_desc, as we read it; nobody reported it',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: writeCtxDesc',
        test: 'iommu/arm-smmu-v3/context-descriptor.test.ts: allocates a leaf even to %s an entry that was never written',
      },
      {
        linux:
          'The table is that of the domain, for all devices in it; since v6.7 each device has its own.',
        versions: 'v5.5 to v6.6',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: contextTable',
        because:
          'Each device has a table. The devices of a group, which share a domain, get the same entries one after the other.',
        hides: 'nothing',
        test: 'iommu/arm-smmu-v3/context-descriptor.test.ts: goes to the table of one device',
      },
    ],
  },
  {
    name: 'arm_smmu_alloc_shared_cd',
    file: sva,
    read: readSva,
    behaviours: [
      {
        linux:
          'The ASID is pinned and the descriptor allocated before it looks for the one that other devices share; then the new one is freed.',
        versions: 'v5.11 to v6.10',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: allocSharedCd',
        test: 'iommu/arm-smmu-v3/context-descriptor.test.ts: is allocated for each device, before the shared one is found',
      },
      {
        linux: 'The ASID is entered in a table, which may need memory.',
        versions: 'v5.11 to v6.10',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: allocSharedCd',
        test: 'iommu/arm-smmu-v3/sva.test.ts: for want of memory for the %s leaves nothing behind',
      },
      {
        linux: 'The descriptor holds mm_count from before its ASID is pinned.',
        versions: 'v5.19 to v6.10, v5.18.3',
        source: 'commit cbd23144f766',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: allocSharedCd',
        test: 'iommu/arm-smmu-v3/sva.test.ts: holds mm_count twice, for the notifier and for the descriptor, and no mm_users',
      },
      {
        linux:
          'ESRCH if no more ASIDs can be pinned: as many processes are bound as there are ASIDs, less one for each processor.',
        versions: 'v5.11 to v6.10',
        verdict: 'not simulated',
        because:
          'Hundreds or thousands of processes are needed. The exit does the same as the next one, ENOMEM.',
        hides: 'nothing',
      },
      {
        linux:
          'The shared descriptor is found by its ASID (arm_smmu_share_asid). If it belongs to another mm, that is warned about, and bind answers EINVAL.',
        versions: 'v5.11 to v6.10',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: shareAsid',
        because:
          'It is searched by its mm, without the check: here no two mms ever have the same ASID. An ASID that is unpinned too early and given to another mm is not found.',
        hides: 'a mistake',
        test: 'iommu/arm-smmu-v3/context-descriptor.test.ts: is shared by every device that the mm is bound to',
      },
      {
        linux:
          'If a kernel domain has the ASID, that domain gets another one, its entry 0 is written, and the TLB invalidated; ENOSPC if there is none.',
        versions: 'v5.11 to v6.10',
        verdict: 'not simulated',
        because: 'Kernel domains have no ASIDs here.',
        hides: 'a mistake',
      },
      {
        linux:
          'arm_smmu_asid_lock, a mutex that kernel domains take as well, is held from the look for a descriptor to the entry in the table.',
        versions: 'v5.9 to v6.10',
        verdict: 'not simulated',
        because: 'sva_lock encloses it, and kernel domains have no ASIDs here.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'arm_smmu_free_shared_cd',
    file: sva,
    read: readSva,
    behaviours: [
      {
        linux:
          'The last user takes the ASID out of the table, unpins it, which touches the mm, and frees the descriptor.',
        versions: 'v5.11 to v6.10',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: freeSharedCd',
        test: 'iommu/arm-smmu-v3/context-descriptor.test.ts: pins the ASID of its mm as long as it lives',
      },
    ],
  },
  {
    name: 'arm64_mm_context_get',
    file: context,
    read: svaRead('v5.10.13'),
    behaviours: [
      {
        linux:
          'An mm may change its ASID when all were used once, unless that is pinned; ASIDs are then used again.',
        versions: 'since v5.10',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: asidOf',
        because:
          'Each mm has an ASID of its own for ever, because no trace makes as many mms as there are ASIDs.',
        hides: 'a mistake',
        test: 'iommu/arm-smmu-v3/translation.test.ts: by ASID takes one address space out of the TLB',
      },
    ],
  },
  {
    name: 'arm64_mm_context_put',
    file: context,
    read: svaRead('v5.10.13'),
    behaviours: [
      {
        linux:
          'It reads the ASID in the mm and takes one pin from it, so the mm must not have been freed.',
        versions: 'v5.10 to v6.3',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: freeSharedCd',
        test: 'iommu/arm-smmu-v3/context-descriptor.test.ts: pins the ASID of its mm as long as it lives',
      },
      {
        linux: 'After the last pin the next rollover may give the ASID to another mm.',
        versions: 'v5.10 to v6.3',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: freeSharedCd',
        because: 'The pins are counted, and an ASID is never given to another mm.',
        hides: 'a mistake',
        test: 'iommu/arm-smmu-v3/context-descriptor.test.ts: pins the ASID of its mm as long as it lives',
      },
    ],
  },
  {
    name: 'arm_smmu_device_reset',
    file: smmu,
    read: readRelease,
    behaviours: [
      {
        linux:
          'It sets PTM, so the SMMU takes no part in the broadcast TLB invalidations of the CPUs.',
        versions: 'v5.11 to v6.11',
        source: 'CR2_PTM; a comment of v6.11 in arm_smmu_share_asid calls the rest dead code',
        verdict: 'same',
        simulation: 'mm/mm.ts: exitMm',
        test: 'mm/mm.test.ts: does not reach the SMMU’s TLB without a notifier: Linux never turns broadcast invalidation on',
      },
    ],
  },
  {
    name: 'arm_smmu_device_shutdown',
    file: smmu,
    read: {},
    behaviours: [
      {
        linux: 'A reboot or kexec turns the SMMU off, whatever is bound.',
        versions: 'v5.11 to v6.11',
        source: 'patches that changed these lines; the text of v5.17 or v5.18 was not read',
        verdict: 'not simulated',
        because:
          'Not read: only patches. No command ends the machine, so what devices do between the shutdown and the next kernel is not tried.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'arm_smmu_atc_inv_domain',
    file: smmu,
    read: readSmmu,
    behaviours: [
      {
        linux:
          'Without a PASID (substream 0) a device drops what its ATC holds for any PASID; with one, what it holds for that.',
        versions: 'v5.11 to v6.6',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/translation.ts: atcInv',
        test: 'iommu/arm-smmu-v3/translation.test.ts: of the ATC for no PASID takes every substream out of the device',
      },
      {
        linux: 'It returns at once if no device of the domain has ATS enabled.',
        versions: 'v5.11 to v6.6',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/translation.ts: atcInvDomain',
        because:
          'Every device has an ATC here. One without (HiSilicon’s accelerators stall instead) holds less, so less can be left in it.',
        hides: 'nothing',
        test: 'iommu/arm-smmu-v3/translation.test.ts: of the ATC takes one substream out of one device',
      },
      {
        linux:
          'A device that does not answer an invalidation in time is reported (“ATC invalidate timeout”). unbind and release() do not look at the result, and go on.',
        versions: 'v5.2 to v6.10',
        source: 'arm_smmu_cmdq_skip_err; that the result is not looked at is in the callers',
        verdict: 'not simulated',
        because:
          'Every device answers at once. One that does not may keep a translation to pages that are freed.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'SMMUv3',
    file: smmu,
    read: {},
    behaviours: [
      {
        linux: 'EPD0 forbids table walks. A translation that is cached is used without a walk.',
        versions: 'any',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/translation.ts: smmuTranslate',
        because:
          'Not read: this is hardware, whose specification was not compared. The driver relies on both, because it invalidates after it sets EPD0.',
        hides: 'nothing',
        test: 'iommu/arm-smmu-v3/translation.test.ts: that hits the TLB is not stopped by EPD0, which forbids walks',
      },
      {
        linux:
          'A DMA that meets a quiet entry of a device that may stall waits until the handler of page faults ends it; each is an interrupt. The quiet entry keeps the bit that makes it stall.',
        versions: 'v5.14 to v6.7',
        source: 'commit b41932f54458 (“disable stall for quiet_cd”), and its mail of 2023-12-06',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/translation.ts: smmuTranslate',
        because:
          'It is aborted at once. What the device gets is the same; the load of a killed process is not seen.',
        hides: 'nothing',
        test: 'iommu/arm-smmu-v3/translation.test.ts: through a quiet descriptor is aborted silently, and caches nothing',
      },
      {
        linux:
          'A DMA to a page that is not present stalls, and a worker faults the page in for the mm that iommu_sva_find gives, as a user of that mm.',
        versions: 'since v5.14',
        verdict: 'not simulated',
        because:
          'The one page that DMA uses is always present. The worker’s mmput may be the last one, and a late fault may find the next owner of a PASID.',
        hides: 'a mistake',
      },
      {
        linux:
          'A DMA under a PASID past the table has an event of its own (C_BAD_SUBSTREAMID), other than one whose entry is not valid (C_BAD_CD).',
        versions: 'any',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/translation.ts: smmuTranslate',
        because: 'Not read: it is in the specification. Both are one kind of fault here.',
        hides: 'nothing',
        test: 'iommu/arm-smmu-v3/translation.test.ts: under a PASID without a valid descriptor, or that is none, is reported as a fault',
      },
    ],
  },
];
