import type { SeenRules } from '../seen.ts';
import type { World } from '../world.ts';
import { hasPortals } from './bounds.ts';

/** The observations of the PASID registers. */
export interface EnqcmdSeen {
  /**
   * The PASID in the register (IA32_PASID) with which this process runs in user mode, by its name; 0 if the register is not valid, or the
   * process has left its mm.
   */
  register(process: number): number;
}

export const enqcmdSeen = {
  isThere: { registers: hasPortals },
  observableOf: { register: 'registers' },
  nothing: { register: () => 0 },
} as const satisfies SeenRules<EnqcmdSeen, World>;
