import type { StateLine } from '../../../../model/state-line.ts';
import type { Observation } from '../../../../model/observation.ts';
import type { Kernel } from '../../kernel.ts';
import { findProcess } from '../task.ts';
import { registerOf } from './register.ts';

export function observeRegisters(k: Kernel): Pick<Observation, 'register'> {
  return {
    register(process) {
      const task = findProcess(k, process);
      return task === undefined || task.mm === 0 ? 0 : registerOf(k, task).msr;
    },
  };
}

/** `p0 IA32_PASID: PASID 1` */
export function describeRegisters(k: Kernel): StateLine[] {
  return k.tasks.rows
    .filter((t) => t.live !== 0 && t.index < k.world.processes && registerOf(k, t).msr !== 0)
    .map((t) => ({ what: `p${t.name} IA32_PASID`, is: `PASID ${registerOf(k, t).msr}` }));
}
