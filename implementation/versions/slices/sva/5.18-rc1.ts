import type { Slice } from '../../slice.ts';
import { sva517 } from './5.17.ts';

/** Commit 701fac40384f: the PASID belongs to the mm, without a count, and is freed in __mmput. It also moved the end of the range by one. */
export const sva518rc1: Slice = {
  ...sva517,
  switches: { ...sva517.switches, pasidFreeAt: 'mmput', pasidRange: 'below-max' },
  known: [...sva517.known, 'sva-largest-pasid-once'],
  design: { groupAttach: 'refused', uacceDeadQueue: 'state-check' },
};
