import type { SwitchTable } from '../subsystem.ts';

/** Where mm/, and its handling of PASIDs, has changed. The first value of each switch is the reference. */
export const mmSwitches = {
  pasidFreeAt: {
    says: 'When an mm’s PASID returns to the allocator.',
    values: ['mmdrop', 'last-unbind', 'mmput'],
  },
  pasidDrop: {
    says: 'The end of an mm frees its PASID: always, or only on a CPU with ENQCMD (first version of the ENQCMD series).',
    values: ['always', 'with-enqcmd'],
  },
  forkPasid: {
    says: 'Which PASID the new mm of a fork starts with: none, that of its parent, or that of its parent with a reference.',
    values: ['none', 'copied', 'copied-with-reference'],
  },
  vmaLink: {
    says: 'mmap of a region: whether unmap_mapping_range can find the area as soon as it has page table entries, or only after the driver has returned.',
    values: ['with-mapping', 'after-driver'],
  },
  mremapAsks: {
    says: 'mremap of an area: whether the driver may refuse before the area is copied, or only after that, so that a refusal closes the copy.',
    values: ['before-copy', 'after-copy'],
  },
  munmapUnlocks: {
    says: 'munmap of a locked page takes it from locked_vm: always, or unless locked_vm is 0 already (before v6.1).',
    values: ['always', 'unless-zero'],
  },
} as const satisfies SwitchTable;
