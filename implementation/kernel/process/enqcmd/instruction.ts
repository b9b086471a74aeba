import type { Kernel } from '../../kernel.ts';
import { SIGSEGV } from '../../machine/errno.ts';
import type { Call } from '../../machine/pause.ts';
import { point } from '../../machine/wait.ts';
import type { Task } from '../task.ts';
import { enqcmdPoints } from './points.ts';
import { registerOf, registerValue } from './register.ts';

/** The instruction ENQCMD, and its fault. */

/** The PASID that the descriptor gets from the register of the task; or SIGSEGV. The portal is accessed after that. */
export function* submitterPasid(k: Kernel, task: Task): Call<number> {
  runsInUserMode(k, task);
  if (k.switches.enqcmdLoad === 'at-bind') yield* restoreRegisters(k, task);
  const register = registerOf(k, task);
  if (register.msr === 0 && !(yield* tryFixupEnqcmdGp(k, task))) return SIGSEGV;
  // Again, if the register has lost its value on the way back: it was activated, so the fault is a signal.
  return register.msr === 0 ? SIGSEGV : register.msr;
}

/** It has the CPU, with its registers in it. A task that was interrupted in its fix-up has them in memory now. */
function runsInUserMode(k: Kernel, task: Task): void {
  for (const other of k.enqcmd.registers)
    if (other.fixing !== 0 && other.index !== task.index) other.ran = task.index + 1;
}

/**
 * try_fixup_enqcmd_gp (v5.18), in the handler of #GP: the register gets the PASID of the mm. Whether it did. With the eager scheme there
 * is no such handler.
 */
function* tryFixupEnqcmdGp(k: Kernel, task: Task): Call<boolean> {
  if (k.switches.enqcmdLoad === 'at-bind') return false;
  k.machine.enters('try_fixup_enqcmd_gp');
  const register = registerOf(k, task);
  const pasid = registerValue(k, task.mm);
  if (pasid === 0 || register.activated !== 0) return false;
  if (k.switches.enqcmdFixup === 'interrupts-off') register.msr = pasid;
  else yield* writeInterruptible(k, task, pasid);
  register.activated = 1;
  return true;
}

/**
 * wrmsrl with interrupts on. If another task had the CPU since the check, the registers in the CPU are those of that task. So it gets the
 * PASID, and keeps it if it runs before this task returns to user mode: until then its registers count as loaded. This task
 * restores its own from memory, without the PASID.
 */
function* writeInterruptible(k: Kernel, task: Task, pasid: number): Call<void> {
  const register = registerOf(k, task);
  register.fixing = 1;
  yield* point(k, enqcmdPoints.fixupChecked);
  const owner = register.ran;
  register.ran = 0;
  const of = owner === 0 ? register : k.enqcmd.registers[owner - 1]!;
  const before = of.msr;
  of.msr = pasid;
  yield* point(k, enqcmdPoints.fixupWritten);
  if (owner !== 0 && register.ran !== owner && of.msr === pasid) of.msr = before;
  register.fixing = 0;
  register.ran = 0;
}

/**
 * switch_to with the eager scheme, then the return to user mode: the value in memory becomes that of the mm, and is loaded. An interrupt
 * that changes it in between finds the task marked as not loaded, and changes the memory alone.
 */
function* restoreRegisters(k: Kernel, task: Task): Call<void> {
  const register = registerOf(k, task);
  register.loading = 1;
  register.saved = registerValue(k, task.mm);
  register.msr = register.saved;
  yield* point(k, enqcmdPoints.registersRestored);
  register.loading = register.saved = 0;
}
