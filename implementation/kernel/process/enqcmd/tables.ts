import { rowOf } from '../../../../memory/kinds.ts';
import type { World } from '../../../../model/world.ts';
import type { Machine } from '../../machine/machine.ts';

/**
 * The PASID registers, one for each task of a process. `msr`: IA32_PASID, as the PASID with the valid bit; 0: not valid. `activated`:
 * task->pasid_activated. `loading`: the registers are being restored (TIF_NEED_FPU_LOAD is still set), and `saved` is the value in memory.
 * `fixing`: it may be interrupted in the fix-up; `ran`: the task that had its CPU meanwhile, plus 1.
 */
export function registerRows({ layout }: Machine, { processes }: World) {
  const fields = {
    msr: 'value',
    activated: 'value',
    loading: 'value',
    saved: 'value',
    fixing: 'value',
    ran: rowOf('task', 1),
  } as const;
  return layout.declare('IA32_PASID', processes, fields, {
    keyed: { of: rowOf('task'), each: 1 },
  }).rows;
}

export type Register = ReturnType<typeof registerRows>[number];
