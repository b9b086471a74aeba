import type { LinuxFunction } from '../../fidelity.ts';
import { lazyFidelity } from './fidelity-lazy.ts';

const seriesV1 = { 'x86-pasid-v1': 'v1 of the series' } as const;

/** The PASID register of a thread (IA32_PASID), which ENQCMD submits with: fork, clone, exec, exit and the fault that sets it. */
export const enqcmdFidelity: readonly LinuxFunction[] = [
  {
    name: 'do_general_protection',
    file: 'arch/x86/kernel/traps.c',
    read: seriesV1,
    behaviours: [
      {
        linux:
          'A fault of user code is first tried as a missing PASID, with interrupts off; they are enabled after it.',
        versions: 'x86-pasid-v1',
        source: 'M: 2020-04-26, Re: [PATCH 6/7] x86/traps: Fix up invalid PASID',
        verdict: 'same',
        simulation: 'process/enqcmd/instruction.ts: tryFixupEnqcmdGp',
        test: 'process/enqcmd/enqcmd.test.ts: is lost if another task ran meanwhile, and the thread is killed',
      },
    ],
  },
  {
    name: '__fixup_pasid_exception',
    file: 'drivers/iommu/intel-svm.c',
    read: seriesV1,
    behaviours: [
      {
        linux:
          'An mm without PASID, and a register that is valid already, are not fixed up: the thread gets its SIGSEGV.',
        versions: 'x86-pasid-v1',
        verdict: 'not simulated',
        because: 'A fault that ENQCMD did not cause comes twice and ends in the same way.',
        hides: 'nothing',
      },
      {
        linux:
          'Else the register is written with the PASID and its valid bit, and the instruction runs again.',
        versions: 'x86-pasid-v1',
        verdict: 'same',
        simulation: 'process/enqcmd/instruction.ts: tryFixupEnqcmdGp',
        test: 'process/enqcmd/enqcmd.test.ts: faults, and the register gets the PASID of the mm: bind leaves it alone',
      },
      {
        linux:
          'The PASID is that in the context of the mm, which a forked child has from its parent.',
        versions: 'x86-pasid-v1',
        source: 'M: 2020-06, v2 of the series: fork: Clear PASID for new mm',
        verdict: 'not simulated',
        because: 'The child’s first ENQCMD works, in the address space of its parent.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'copy_thread_tls',
    file: 'arch/x86/kernel/process.c',
    read: seriesV1,
    behaviours: [
      {
        linux:
          'The saved PASID register of a new process or thread is put into its initial state, if the CPU has ENQCMD.',
        versions: 'x86-pasid-v1',
        verdict: 'same',
        simulation: 'process/enqcmd/register.ts: copyRegister',
        test: 'process/enqcmd/enqcmd.test.ts: starts without the register and the mark of its parent, as process and as thread',
      },
    ],
  },
  {
    name: 'update_pasid',
    file: 'arch/x86/kernel/fpu/xstate.c',
    read: { 'linux-5.14-vtd': 'v5.13' },
    behaviours: [
      {
        linux:
          'On a switch to a task and on an interrupt from a bind or unbind, the register gets the PASID of the mm that the CPU runs at that moment.',
        versions: 'v5.10 to v5.12',
        source: '20f0afd1fb3d',
        verdict: 'same',
        simulation: 'process/enqcmd/load-pasid.ts: loadPasid',
        test: 'process/enqcmd/enqcmd.test.ts: loads the register of every thread at bind, and clears it at the last unbind',
      },
      {
        linux:
          'The interrupt can hit code that saves or restores the registers, and a kernel thread that has borrowed the mm.',
        versions: 'v5.10 to v5.12',
        source: '9bfecd058339',
        verdict: 'simplified',
        simulation: 'process/enqcmd/load-pasid.ts: updateRegisters',
        because:
          'It hits a restore; kernel threads that have borrowed an mm do not submit, and are left out. Each task has a CPU of its own.',
        hides: 'a mistake',
        test: 'process/enqcmd/enqcmd.test.ts: misses a thread in the middle of its restore, which keeps a PASID that is free',
      },
      {
        linux: 'It does nothing: ENQCMD is off. The interrupts are still sent.',
        versions: 'v5.13 to v5.17',
        source: '9bfecd058339',
        verdict: 'not simulated',
        because:
          'No thread of linux-5.14-vtd ever has a valid register; only dedicated queues and other devices submit work.',
        hides: 'nothing',
      },
    ],
  },
  ...lazyFidelity,
];
