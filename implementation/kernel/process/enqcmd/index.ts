import { hasPortals } from '../../../../model/enqcmd/bounds.ts';
import { enqcmdCalls } from '../../calls/enqcmd/index.ts';
import type { Kernel } from '../../kernel.ts';
import type { Driver } from '../../subsystem.ts';
import { describeRegisters, observeRegisters } from './observe.ts';
import { enqcmdPoints } from './points.ts';
import { enqcmdSwitches } from './switches.ts';
import { registerRows } from './tables.ts';

/** The PASID register of each thread (arch/x86/kernel/fpu, arch/x86/kernel/traps.c), and the calls that submit work. */
export const enqcmd: Driver<'enqcmd', Enqcmd, typeof enqcmdSwitches> = {
  name: 'enqcmd',
  field: 'enqcmd',
  isIn: hasPortals,
  tables: (k) => new Enqcmd(k),
  switches: enqcmdSwitches,
  points: enqcmdPoints,
  calls: enqcmdCalls,
  observe: observeRegisters,
  describe: describeRegisters,
};

export class Enqcmd {
  /** By task. */
  readonly registers: ReturnType<typeof registerRows>;

  constructor({ machine, world }: Kernel) {
    this.registers = registerRows(machine, world);
  }
}
