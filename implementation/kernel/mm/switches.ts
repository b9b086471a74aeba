import type { SwitchTable } from '../subsystem.ts';

/** Every place where mm/, and what it knows of PASIDs, did it differently. The first value of each is the reference. */
export const mmSwitches = {
  pasidFreeAt: {
    says: 'When an mm’s PASID returns to the allocator.',
    values: ['mmdrop', 'last-unbind', 'mmput'],
  },
  forkPasid: {
    says: 'What a new mm of fork starts with; with a reference, its parent’s PASID is counted for it too.',
    values: ['none', 'copied', 'copied-with-reference'],
  },
  vmaLink: {
    says: 'mmap of a region: whether unmap_mapping_range can find the area as soon as it leads somewhere, or only when the driver is done.',
    values: ['with-mapping', 'after-driver'],
  },
} as const satisfies SwitchTable;
