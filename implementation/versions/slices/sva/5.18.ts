import type { Slice } from '../../slice.ts';
import { sva518rc1 } from './5.18-rc1.ts';

/**
 * The fix: mm_pasid_drop moved to __mmdrop (commit 2667ed10d9f0). Since v5.19 and v5.18.3 the context descriptor
 * also holds mm_count (commit cbd23144f766).
 */
export const sva518: Slice = {
  ...sva518rc1,
  switches: { ...sva518rc1.switches, pasidFreeAt: 'mmdrop' },
  known: [...sva518rc1.known, 'sva-largest-pasid-once'],
  design: { ...sva518rc1.design, unbindIndex: 'mm-pasid', liveCdRewrite: 'asid-only' },
};
