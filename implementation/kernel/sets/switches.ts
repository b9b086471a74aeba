import type { SwitchTable } from '../subsystem.ts';

/** Where the series “IOASID extensions for guest SVA”, and what was proposed instead, differ. The first value of each is the reference. */
export const setsSwitches = {
  guestFree: {
    says: 'What a free does with a PASID that a guest has still bound: it stays pending until the driver has cleaned up; it is free at once, and the driver cleans up later; the driver cleans up first, inside; VFIO unbinds it first; or nobody is told.',
    values: ['pending', 'cleaned-later', 'cleaned-inside', 'unbound-first', 'untold'],
  },
  guestFreeOf: {
    says: 'Whose PASIDs a free takes: those of the set alone, or any.',
    values: ['own-set', 'any-set'],
  },
  guestOwner: {
    says: 'Whether bind and unbind ask for the owner of the set.',
    values: ['checked', 'not-checked'],
  },
  guestBindUndo: {
    says: 'What a bind undoes that fails after it took a reference on the PASID.',
    values: ['all', 'all-but-reference'],
  },
  guestDeviceSet: {
    says: 'When the first bind of a PASID writes the IOMMU into its device: once that is allocated, or before, through a null pointer.',
    values: ['after-allocation', 'before-allocation'],
  },
  guestCleanDrains: {
    says: 'Whether the deferred work drains page requests without the lock of the IOMMU, or under that spinlock.',
    values: ['unlocked', 'under-spinlock'],
  },
  setCapacityCheck: {
    says: 'Whether a new set looks at what is left under the lock that protects it.',
    values: ['under-lock', 'before-lock'],
  },
  setQuotaCheck: {
    says: 'Whether an allocation looks at the quota of its set under the lock that protects it.',
    values: ['under-lock', 'before-lock'],
  },
  setMemory: {
    says: 'With which flags a set allocates memory under the lock of the allocator.',
    values: ['atomic', 'may-sleep'],
  },
  setAdjust: {
    says: 'What a change of a quota compares with what is left: its growth, or the whole new quota.',
    values: ['growth', 'whole'],
  },
  setEnds: {
    says: 'When a set ends: once it is closed and its last PASID is gone, or with its last PASID in any case.',
    values: ['closed', 'empty'],
  },
  setPins: {
    says: 'Whether a set holds a reference on the mm that it is for (mm_count).',
    values: ['mm', 'nothing'],
  },
  setSubscribers: {
    says: 'What becomes of a subscriber that comes before the set of its mm: the set finds it, or it is lost.',
    values: ['found', 'lost'],
  },
  setToken: {
    says: 'How long an mm has its set: until the set is closed, or until it ends with its last PASID.',
    values: ['until-closed', 'until-it-ends'],
  },
  setQuotaBack: {
    says: 'Whether a set that ends gives its quota back.',
    values: ['given-back', 'kept'],
  },
  setRelease: {
    says: 'What the last close of a set does with PASIDs that are bound: VFIO unbinds them from all devices before it frees them, or it only frees them.',
    values: ['unbinds-first', 'frees'],
  },
  setStoreFails: {
    says: 'What an allocation answers whose PASID cannot be noted in the set: a failure, or the PASID that it has just freed.',
    values: ['refused', 'answers-pasid'],
  },
} as const satisfies SwitchTable;
