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
        verdict: 'not simulated',
        because:
          'With interrupts on, the registers could be saved and restored before the write, and the PASID would be lost.',
        hides: 'an order',
      },
      {
        linux:
          'Else the MSR gets the PASID with its valid bit, the thread is marked as activated, and the instruction runs again.',
        versions: 'v5.18 to v6.12',
        verdict: 'not simulated',
        because: 'One fault for each thread of the process, also for threads that existed at bind.',
        hides: 'nothing',
      },
      {
        linux:
          'The mark is cleared when a task is copied. Nothing that was read clears it at exec, which resets the register.',
        versions: 'v5.18 to v6.12',
        source: 'a3d29e8291b6',
        verdict: 'not simulated',
        because:
          'After exec a thread that binds again would be killed by its first ENQCMD. No report of it is known.',
        hides: 'a mistake',
      },
      {
        linux: 'Unbind does not touch the MSR of any thread.',
        versions: 'v5.18 to v6.12',
        verdict: 'not simulated',
        because: 'It is sound only because the PASID is freed with the mm, after its last thread.',
        hides: 'nothing',
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
        verdict: 'not simulated',
        because:
          'A forked child that kept it would submit work in the address space of its parent.',
        hides: 'a mistake',
      },
    ],
  },
];
