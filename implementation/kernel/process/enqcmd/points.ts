import type { Points } from '../../machine/points.ts';

export const enqcmdPoints = {
  fixupChecked: {
    in: 'try_fixup_enqcmd_gp',
    at: 'try_fixup_enqcmd_gp: checked, register not yet written',
  },
  fixupWritten: {
    in: 'try_fixup_enqcmd_gp',
    at: 'try_fixup_enqcmd_gp: register written, not yet back in user mode',
  },
  registersRestored: {
    in: 'fpregs_restore_userregs',
    at: 'fpregs_restore_userregs: registers restored, still marked as not loaded',
  },
  pasidFreed: {
    in: 'intel_svm_unbind_mm',
    at: 'intel_svm_unbind_mm: PASID freed, registers not yet cleared',
  },
} as const satisfies Points;
