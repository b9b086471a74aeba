import { linux518rc1 } from './linux-5.18-rc1.ts';
import type { Version } from './index.ts';

/**
 * The fix: mm_pasid_drop moved to __mmdrop (commit 2667ed10d9f0). That the context descriptor holds
 * mm_count as well came with v5.19 and v5.18.3 (commit cbd23144f766).
 */
export const linux518: Version = {
  name: 'linux-5.18',
  says: 'May 2022: a PASID belongs to its mm and is freed in __mmdrop, after the last bond let go of it',
  switches: { ...linux518rc1.switches, pasidFreeAt: 'mmdrop' },
  has: linux518rc1.has,
  design: { ...linux518rc1.design, unbindIndex: 'mm-pasid', liveCdRewrite: 'asid-only' },
  known: linux518rc1.known,
};
