/** What was read of the backend. */

export const type1 = 'drivers/vfio/vfio_iommu_type1.c';

/** Texts of the functions that all releases have. */
export const readType1 = {
  'linux-4.9': 'v4.8',
  'linux-4.10': 'v4.11-rc1 (6e84f31522f9)',
  'linux-4.12': 'v4.12',
  'linux-4.18': 'v4.18',
  'linux-6.3': 'v6.3',
} as const;
