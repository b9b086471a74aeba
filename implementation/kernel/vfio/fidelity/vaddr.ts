import type { LinuxFunction } from '../../fidelity.ts';

const file = 'drivers/vfio/vfio_iommu_type1.c';
const read = { 'linux-6.3': 'v6.3-rc1 (90fdd158a695)' } as const;

/** The virtual address of a mapping is handed over, and with it who is charged. */
export const vaddrFidelity: readonly LinuxFunction[] = [
  {
    name: 'vfio_dma_do_unmap (VFIO_DMA_UNMAP_FLAG_VADDR)',
    file,
    read,
    behaviours: [
      {
        linux:
          'While a mediated device is attached, no address is handed over: EBUSY, before any other check.',
        versions: 'v6.3',
        source: 'ef3a3f6a294b',
        verdict: 'same',
        simulation: 'vfio/vaddr.ts: invalidate',
        test: 'vfio/vaddr.test.ts: was possible beside a mediated device until v6.2',
      },
      {
        linux:
          'A range that divides a mapping is EINVAL in a v2 container; in v1 it ends the call with success and does nothing.',
        versions: 'v5.12 to v6.3',
        verdict: 'same',
        simulation: 'vfio/vaddr.ts: invalidate',
        test: 'vfio/vaddr.test.ts: is refused in the midst of a mapping by v2; v1 does nothing there',
      },
      {
        linux:
          'A mapping whose address is invalid already is EINVAL, and the ones before it in the range become valid again.',
        versions: 'v5.12 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/vaddr.ts: invalidate',
        because: 'A command hands over one mapping, so there are none before it.',
        hides: 'an order',
        test: 'vfio/vaddr.test.ts: leaves everything pinned, charged and translated',
      },
    ],
  },
  {
    name: 'vfio_dma_do_map (VFIO_DMA_MAP_FLAG_VADDR)',
    file,
    read,
    behaviours: [
      {
        linux:
          'Where nothing is mapped the answer is ENOENT. A mapping that is not covered exactly, or whose address is valid, is EINVAL.',
        versions: 'v5.12 to v6.3',
        verdict: 'same',
        simulation: 'vfio/vaddr.ts: update',
        test: 'vfio/vaddr.test.ts: is refused in the midst of a mapping',
      },
      {
        linux:
          'Nothing is pinned or mapped again: the IOMMU keeps the pages of the old address, which should be the same memory.',
        versions: 'v5.12 to v6.3',
        verdict: 'same',
        simulation: 'vfio/vaddr.ts: update',
        test: 'vfio/vaddr.test.ts: keeps the pages that are pinned: those of the old owner',
      },
      {
        linux: 'A mapping that is removed while its address is invalid no longer counts as such.',
        versions: 'v5.12 to v6.3',
        verdict: 'same',
        simulation: 'vfio/map.ts: removeDma',
        test: 'vfio/vaddr.test.ts: ends when the mapping is removed',
      },
    ],
  },
  {
    name: 'vfio_change_dma_owner',
    file,
    read,
    behaviours: [
      {
        linux: 'Within the mm that owns the mapping nothing changes, and no lock is taken.',
        versions: 'v6.3',
        source: '046eca5018f8',
        verdict: 'same',
        simulation: 'vfio/vaddr.ts: changeOwner',
        test: 'vfio/vaddr.test.ts: changes no owner within one mm',
      },
      {
        linux:
          'The mm of the caller is charged first, under its mmap_lock and within the limit of its thread group leader; a refusal (ENOMEM) changes nothing.',
        versions: 'v6.3',
        verdict: 'same',
        simulation: 'vfio/vaddr.ts: changeOwner',
        test: 'vfio/vaddr.test.ts: is refused over the limit of the new owner, and changes nothing',
      },
      {
        linux: 'The lock is waited for also if the mapping has no charge.',
        versions: 'v6.3',
        verdict: 'same',
        simulation: 'vfio/vaddr.ts: mmLockAcct',
        test: 'vfio/vaddr.test.ts: waits for the mmap_lock of the new mm, also if no page has to change its owner',
      },
      {
        linux:
          'A count below zero is a credit of the new mm, which no limit refuses, and a charge of the old one.',
        versions: 'v6.3',
        verdict: 'same',
        simulation: 'vfio/vaddr.ts: mmLockAcct',
        test: 'vfio/vaddr.test.ts: credits the caller, so no limit is tested',
      },
      {
        linux: 'Then the old mm is credited, if it is still in use, with a reference meanwhile.',
        versions: 'v6.3',
        verdict: 'same',
        simulation: 'vfio/vaddr.ts: changeOwner',
        test: 'vfio/vaddr.test.ts: credits the old owner with a reference on its mm, and not at all once that has ended',
      },
      {
        linux: 'What that answers is ignored.',
        versions: 'v6.3',
        verdict: 'same',
        simulation: 'vfio/vaddr.ts: changeOwner',
        test: 'vfio/vaddr.test.ts: charges the old owner within its limit, and ignores a refusal',
      },
      {
        linux:
          'Last the leader of the caller’s thread group, its mm and its capability take the place of the old ones, with a reference on task and mm (mm_count).',
        versions: 'v6.3',
        verdict: 'same',
        simulation: 'vfio/vaddr.ts: changeOwner',
        test: 'vfio/vaddr.test.ts: makes the leader of the caller’s thread group, its mm and its capability those of the mapping',
      },
      {
        linux:
          'The wait for either lock can be killed: EINTR. A killed credit leaves the old mm charged.',
        versions: 'v6.3',
        verdict: 'not simulated',
        because: 'There are no signals.',
        hides: 'a mistake',
      },
      {
        linux:
          'The references on the old task and the old mm are dropped before those on the new ones are taken.',
        versions: 'v6.3 to v6.5',
        verdict: 'simplified',
        simulation: 'vfio/vaddr.ts: changeOwner',
        because: 'They are taken first. The caller keeps its own task and mm meanwhile.',
        hides: 'nothing',
        test: 'vfio/vaddr.test.ts: leaves the references on mms and tasks even',
      },
    ],
  },
];
