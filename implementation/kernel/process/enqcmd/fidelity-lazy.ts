import type { LinuxFunction } from '../../fidelity.ts';

/** The scheme that came with v5.18: a thread gets the PASID of its mm at its first ENQCMD. The reference behaves like it. */
export const lazyFidelity: readonly LinuxFunction[] = [
  {
    name: 'try_fixup_enqcmd_gp',
    file: 'arch/x86/kernel/traps.c',
    read: { 'linux-5.18': 'v5.18' },
    behaviours: [
      {
        linux:
          'A fault of user code is tried with interrupts still off. No ENQCMD in the CPU, no PASID in the mm, or a thread that was activated before: the fault is a SIGSEGV.',
        versions: 'v5.18 to v6.12',
        source: 'fa6af69f38d3',
        verdict: 'same',
        simulation: 'process/enqcmd/instruction.ts: tryFixupEnqcmdGp',
        test: 'process/enqcmd/enqcmd.test.ts: is lost if another task ran meanwhile, and the thread is killed',
      },
      {
        linux:
          'Else the MSR gets the PASID with its valid bit, the thread is marked as activated, and the instruction runs again.',
        versions: 'v5.18 to v6.12',
        verdict: 'same',
        simulation: 'process/enqcmd/instruction.ts: tryFixupEnqcmdGp',
        test: 'process/enqcmd/enqcmd.test.ts: faults once in each thread, also in one that existed at bind',
      },
      {
        linux:
          'The mark is cleared when a task is copied. Nothing that was read clears it at exec, which resets the register.',
        versions: 'v5.18 to v6.12',
        source: 'a3d29e8291b6',
        verdict: 'same',
        simulation: 'process/enqcmd/register.ts: copyRegister',
        test: 'process/enqcmd/enqcmd.test.ts: leaves the mark where nothing clears it: the fault is then a SIGSEGV',
      },
      {
        linux: 'Unbind does not touch the MSR of any thread.',
        versions: 'v5.18 to v6.12',
        verdict: 'same',
        simulation: 'process/enqcmd/load-pasid.ts: unloadPasid',
        test: 'process/enqcmd/enqcmd.test.ts: touches no register: the PASID belongs to the mm',
      },
    ],
  },
  {
    name: 'fpu_clone',
    file: 'arch/x86/kernel/fpu/core.c',
    read: { 'linux-5.18': 'v5.18' },
    behaviours: [
      {
        linux:
          'A new task, thread or process, starts with the PASID register in its initial state, whatever its parent had.',
        versions: 'v5.18 to v6.12',
        source: 'dc7507ddce59',
        verdict: 'same',
        simulation: 'process/enqcmd/register.ts: copyRegister',
        test: 'process/enqcmd/enqcmd.test.ts: starts without the register and the mark of its parent, as process and as thread',
      },
    ],
  },
  {
    name: 'fpu_flush_thread',
    file: 'arch/x86/kernel/fpu/core.c',
    read: { reference: 'v6.15' },
    behaviours: [
      {
        linux:
          'exec resets the whole state of the task, and marks it to be loaded again: the register is not valid in the new program.',
        versions: 'v5.14 to v6.15',
        verdict: 'simplified',
        simulation: 'process/enqcmd/register.ts: flushRegister',
        because:
          'It is done with the change of the mm. Linux comes to it a little later, and the task does not return to user mode in between.',
        hides: 'nothing',
        test: 'process/enqcmd/enqcmd.test.ts: clears the register and the mark, so that the new program is activated in its turn',
      },
    ],
  },
];
