import { hasPortals } from '../../../../model/enqcmd/bounds.ts';
import type { Kernel } from '../../kernel.ts';
import type { Call } from '../../machine/pause.ts';
import type { Ptr } from '../../machine/slab.ts';
import { point } from '../../machine/wait.ts';
import { enqcmdPoints } from './points.ts';
import { registerValue } from './register.ts';

/** drivers/iommu/intel/svm.c, load_pasid (v5.10 to v5.12): bind and unbind change the registers of all threads of the mm. */

/** The mm was bound for the first time, and its entry is present. Each task has its own CPU, so each of the mm is interrupted. */
export function loadPasid(k: Kernel, mm: Ptr): void {
  if (isEager(k)) updateRegisters(k, mm, registerValue(k, mm));
}

/**
 * The last bond of the mm has ended: its PASID is freed, and the registers of its threads are cleared.
 *
 * @param free - frees the PASID
 */
export function* unloadPasid(k: Kernel, mm: Ptr, free: (k: Kernel, mm: Ptr) => void): Call<void> {
  const isFirst = k.switches.registerClear === 'before-free';
  if (isEager(k) && isFirst) updateRegisters(k, mm, 0);
  free(k, mm);
  if (!isEager(k) || isFirst) return;
  yield* point(k, enqcmdPoints.pasidFreed);
  updateRegisters(k, mm, 0);
}

function isEager({ switches, world }: Kernel): boolean {
  return switches.enqcmdLoad === 'at-bind' && hasPortals(world);
}

/** update_pasid on each CPU that runs the mm: the register itself, or what is in memory if the registers are not loaded. */
function updateRegisters(k: Kernel, mm: Ptr, value: number): void {
  for (const register of k.enqcmd.registers) {
    const task = k.tasks.rows[register.index]!;
    if (task.live === 0 || task.mm !== mm) continue;
    const isLoading = register.loading !== 0;
    if (isLoading) register.saved = value;
    if (!isLoading || k.switches.registerUpdate === 'at-rest') register.msr = value;
  }
}
