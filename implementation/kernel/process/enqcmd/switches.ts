import type { SwitchTable } from '../../subsystem.ts';

/** Where the PASID register of a thread has changed, or was going to. The first value of each switch is the reference. */
export const enqcmdSwitches = {
  enqcmdLoad: {
    says: 'When the PASID register of a thread (IA32_PASID) is loaded: at its first ENQCMD, which faults (v5.18), or for all threads of the mm when it is bound, and cleared when it is unbound (v5.10 to v5.12).',
    values: ['at-first-use', 'at-bind'],
  },
  enqcmdFixup: {
    says: 'The fault of an ENQCMD without PASID: whether the register is loaded with interrupts still off, or after they are on.',
    values: ['interrupts-off', 'interrupts-on'],
  },
  forkRegister: {
    says: 'A new task, thread or process: whether its PASID register is cleared (v5.18), or that of its parent.',
    values: ['cleared', 'copied'],
  },
  forkActivated: {
    says: 'A new task: whether its mark that the register was loaded (task->pasid_activated) is cleared like the register, or that of its parent.',
    values: ['cleared', 'copied'],
  },
  execActivated: {
    says: 'exec, which clears the PASID register: whether it also clears the mark that the register was loaded.',
    values: ['cleared', 'kept'],
  },
  registerClear: {
    says: 'The last unbind of an mm whose threads have its PASID in their registers: whether these are cleared before the PASID is freed, or after (v5.10).',
    values: ['before-free', 'after-free'],
  },
  registerUpdate: {
    says: 'How bind and unbind change the register of a thread that runs: when it is out of the code that loads its registers, or by an interrupt that may hit that code (v5.10).',
    values: ['at-rest', 'by-interrupt'],
  },
} as const satisfies SwitchTable;
