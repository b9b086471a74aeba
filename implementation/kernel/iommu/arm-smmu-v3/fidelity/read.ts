/** What was read of the SMMU driver. */

export const sva = 'drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-sva.c';
export const smmu = 'drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c';

/**
 * For 5.17 only a text of v5.11 was found, from before page faults (v5.14) and commit 51d113c3be09; it has iommu_sva_free_pasid, as
 * 5.17 has.
 */
export const readSva = {
  'linux-5.17': 'v5.11',
  'linux-5.18-rc1': 'v5.18-rc',
  'linux-5.18': 'v5.18-rc',
} as const;

/** For what came between v5.11 and v5.18: not read for 5.17. */
export const readSvaOf518 = {
  'linux-5.18-rc1': 'v5.18-rc',
  'linux-5.18': 'v5.18-rc',
} as const;

/** One text, of the time of v5.17 and v5.18. */
export const readSmmu = {
  'linux-5.17': 'v5.17-rc',
  'linux-5.18-rc1': 'v5.17-rc',
  'linux-5.18': 'v5.17-rc',
} as const;
