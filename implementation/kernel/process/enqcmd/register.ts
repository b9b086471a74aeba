import { hasPortals } from '../../../../model/enqcmd/bounds.ts';
import type { Kernel } from '../../kernel.ts';
import type { Ptr } from '../../machine/slab.ts';
import { pasidValid } from '../../mm/pasid.ts';
import type { Task } from '../task.ts';
import type { Register } from './tables.ts';

/** arch/x86/kernel/fpu: what becomes of the PASID register of a task. Nothing here waits. */

export function registerOf(k: Kernel, task: Task): Register {
  return k.enqcmd.registers[task.index]!;
}

/** The PASID of an mm as the register has it: 0 if there is none. */
export function registerValue(k: Kernel, mm: Ptr): number {
  const { pasid } = k.mms.at(mm, 'update_pasid');
  return pasidValid(pasid) ? pasid : 0;
}

/** fpu_clone and dup_task_struct. With the eager scheme the first switch to the task loads the PASID of its mm. */
export function copyRegister(k: Kernel, parent: Task, child: Task): void {
  if (!hasPortals(k.world)) return;
  k.machine.enters('fpu_clone');
  const { enqcmdLoad, forkActivated, forkRegister } = k.switches;
  const from = registerOf(k, parent);
  const to = registerOf(k, child);
  forgetRegister(to);
  if (forkRegister === 'copied') to.msr = from.msr;
  if (forkActivated === 'copied') to.activated = from.activated;
  if (enqcmdLoad === 'at-bind') to.msr = registerValue(k, child.mm);
}

/** fpu_flush_thread, in exec: the registers of the new program are in their initial state. */
export function flushRegister(k: Kernel, task: Task): void {
  if (!hasPortals(k.world)) return;
  const register = registerOf(k, task);
  register.msr = 0;
  if (k.switches.execActivated === 'cleared') register.activated = 0;
}

/** The task never returns to user mode. */
export function dropRegister(k: Kernel, task: Task): void {
  if (hasPortals(k.world)) forgetRegister(registerOf(k, task));
}

function forgetRegister(register: Register): void {
  Object.assign(register, { msr: 0, activated: 0, loading: 0, saved: 0, fixing: 0, ran: 0 });
}
