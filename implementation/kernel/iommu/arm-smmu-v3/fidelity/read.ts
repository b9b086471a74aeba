import { svaRead } from '../../../fidelity.ts';

/** What was read of the SMMU driver. */

export const sva = 'drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-sva.c';
export const smmu = 'drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c';

/**
 * For 5.17 only a text of v5.11 was found, from before page faults (v5.14) and commit 51d113c3be09; it has iommu_sva_free_pasid, as
 * 5.17 has.
 */
export const readBonds = {
  'linux-5.17': 'v5.11',
  'linux-5.18-rc1': 'v5.18-rc',
  'linux-5.18': 'v5.18-rc',
} as const;

/** The functions that the workaround with mmget leaves alone. */
export const readSva = { ...readBonds, 'linux-5.18-rc1-mmget': 'v5.18-rc' } as const;

/** For what came between v5.11 and v5.18: not read for 5.17. */
export const readSvaOf518 = {
  'linux-5.18-rc1': 'v5.18-rc',
  'linux-5.18-rc1-mmget': 'v5.18-rc',
  'linux-5.18': 'v5.18-rc',
} as const;

/** Of arm_smmu_release_device and arm_smmu_device_reset: a text with sva_enabled (v5.11) and domain_get_attr (before v5.13). */
export const readRelease = svaRead('v5.12');

/** A text of the SVA file with arm_smmu_make_s1_cd (e9d1e4ff74b9). */
export const readLater = 'v6.10-rc';

/** One text, of the time of v5.17 and v5.18. */
export const readSmmu = svaRead('v5.17-rc');
