import { svaRead, type LinuxFunction } from '../fidelity.ts';
import {
  allocInSets,
  findInSets,
  freeInSets,
  getInSets,
  putInSets,
  setDataInSets,
} from './fidelity-sets.ts';

const file = 'drivers/iommu/ioasid.c';
const v5 = { 'linux-5.17': 'v5.17-rc', 'ioasid-5.11': 'v5.11' } as const;
const extensions = {
  'ioasid-ext-v1': 'version 1 of the series',
  'ioasid-ext-v4': 'version 4 of the series',
} as const;
const read = { ...v5, ...extensions } as const;

/** drivers/iommu/ioasid.c: the allocator of PASIDs. */
export const ioasidFidelity: readonly LinuxFunction[] = [
  {
    name: 'ioasid_alloc',
    file,
    read: { ...svaRead('v5.17-rc'), ...read },
    behaviours: [
      {
        linux:
          'The default allocator hands out the lowest free number of the range, so one that was just freed comes next.',
        versions: 'v5.5 to v6.3',
        verdict: 'same',
        simulation: 'ioasid/ioasid.ts: takeNext',
        test: 'ioasid/ioasid.test.ts: hands out at once what was just freed',
      },
      {
        linux:
          'A spinlock guards it, and its memory is GFP_ATOMIC: it may be called from atomic context.',
        versions: 'v5.5 to v6.3',
        verdict: 'same',
        simulation: 'ioasid/ioasid.ts: lockAllocator',
        test: 'ioasid/ioasid.test.ts: does not sleep, so it may be called in atomic context',
      },
      {
        linux:
          'Two allocations can fail, that of the record and that of its place in the array; the caller cannot tell them apart, nor from an exhausted range.',
        versions: 'v5.5 to v6.3',
        verdict: 'simplified',
        simulation: 'ioasid/ioasid.ts: ioasidAlloc',
        because: 'One allocation stands for both, because both exits do the same.',
        hides: 'nothing',
        test: 'ioasid/ioasid.test.ts: returns different errors for an exhausted range and exhausted memory',
      },
      {
        linux:
          'A driver that allocates for itself learns no errno either: it gets the invalid value.',
        versions: 'v5.5 to v6.3',
        verdict: 'simplified',
        simulation: 'ioasid/ioasid.ts: ioasidAlloc',
        because:
          'The command alloc answers ENOSPC or ENOMEM, whichever is true. What a driver answers its user is its own affair.',
        hides: 'nothing',
        test: 'ioasid/ioasid.test.ts: returns different errors for an exhausted range and exhausted memory',
      },
      {
        linux: 'What took its place allocates with GFP_KERNEL (ida_alloc_range), so it may sleep.',
        versions: 'since v6.4',
        source: 'commit 1a14bf0fc7ed',
        verdict: 'simplified',
        simulation: 'ioasid/ioasid.ts: lockAllocator',
        because:
          'It does not sleep in any kernel, so an allocation in atomic context, which would be wrong since v6.4, is not reported. Nobody here allocates there, only frees.',
        hides: 'a mistake',
        test: 'ioasid/ioasid.test.ts: does not sleep, so it may be called in atomic context',
      },
      {
        linux:
          'An IOMMU in a guest may register an allocator of its own; PASIDs are divided into sets of owners.',
        versions: 'v5.5 to v6.3',
        verdict: 'not simulated',
        because:
          'SMMUv3 registers none. Drivers and address spaces share one range here, as they do there.',
        hides: 'nothing',
      },
      ...allocInSets,
    ],
  },
  {
    name: 'ioasid_get',
    file,
    read: { ...v5, 'ioasid-ext-v4': extensions['ioasid-ext-v4'] },
    behaviours: [
      {
        linux: 'One more reference; a PASID that is not allocated gives a warning.',
        versions: 'v5.11 to v5.17',
        verdict: 'same',
        simulation: 'ioasid/ioasid.ts: ioasidGet',
        test: 'ioasid/ioasid.test.ts: free a PASID with the last put, which says so',
      },
      ...getInSets,
    ],
  },
  {
    name: 'ioasid_put',
    file,
    read: { ...v5, 'ioasid-ext-v4': extensions['ioasid-ext-v4'] },
    behaviours: [
      {
        linux:
          'The last reference frees the number at once and answers true; its record goes after an RCU grace period.',
        versions: 'v5.11 to v5.17',
        verdict: 'same',
        simulation: 'ioasid/ioasid.ts: ioasidPut',
        test: 'ioasid/ioasid.test.ts: free a PASID with the last put, which says so',
      },
      {
        linux:
          'A PASID that is not allocated is an error message in the log, not a warning with a trace.',
        versions: 'v5.5 to v6.3; ida_free warns since v6.4',
        verdict: 'simplified',
        simulation: 'ioasid/ioasid.ts: allocated',
        because: 'Here it is a splat in all versions: only a mistake leads there.',
        hides: 'nothing',
        test: 'ioasid/ioasid.test.ts: is warned about by %s',
      },
      ...putInSets,
    ],
  },
  {
    name: 'ioasid_free',
    file,
    // The patch that made it of ioasid_put, in the mail of Thomas Gleixner, 2022-01-26.
    read: {
      'linux-5.18-rc1': 'v5.18-rc',
      'linux-5.18-rc1-mmget': 'v5.18-rc',
      'linux-5.18': 'v5.18-rc',
      'ioasid-5.11': 'v5.11',
      ...extensions,
    },
    elsewhere: { 'v5.11': ['drivers/iommu/ioasid.c: ioasid_put'] },
    behaviours: [
      {
        linux:
          'There are no references any more: one call frees the number, under the spinlock of the allocator.',
        versions: 'v5.18 to v6.3',
        source: 'Gleixner, 2022-01-26, in “iommu/sva: Assign a PASID to mm on PASID allocation”',
        verdict: 'same',
        simulation: 'ioasid/ioasid.ts: ioasidFree',
        test: 'process/exit.test.ts: leaves the PASID to the SRCU callback, which frees it with bottom halves disabled (v5.18)',
      },
      ...freeInSets,
    ],
  },
  {
    name: 'ioasid_set_data',
    file,
    read,
    behaviours: [
      {
        linux:
          'The data of a PASID can be replaced later, or ENOENT if the PASID is free. A success waits for an RCU grace period, so it may sleep.',
        versions: 'v5.5 to v6.3',
        verdict: 'not simulated',
        because:
          'On arm64 nobody calls it: the mm is given to ioasid_alloc and never replaced. What VT-d attaches is told in its own rows.',
        hides: 'nothing',
      },
      ...setDataInSets,
    ],
  },
  {
    name: 'ioasid_find',
    file,
    read,
    behaviours: [
      {
        linux:
          'A device page fault finds the mm of a PASID, under RCU, and takes mm_users of it unless they are 0.',
        versions: 'v5.5 to v6.3',
        verdict: 'not simulated',
        because:
          'Devices request pages only behind VT-d, which has another lookup and no release. So a fault that finds the next owner of a PASID (v5.18-rc1), and an mm that ends in the worker, are not seen.',
        hides: 'a mistake',
      },
      ...findInSets,
    ],
  },
];
