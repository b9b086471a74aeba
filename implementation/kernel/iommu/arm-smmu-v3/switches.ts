import type { SwitchTable } from '../../subsystem.ts';

/** Every place where the SMMU driver did it differently. The first value of each is the reference. */
export const smmuSwitches = {
  bondPins: {
    says: 'Which count of the mm a bond holds, so that the mm outlives it.',
    values: ['mm_count', 'mm_users'],
  },
  mmgetInBind: {
    says: 'With bondPins=mm_users: whether bind takes its reference also when it failed.',
    values: ['on-success', 'always'],
  },
  mmputInUnbind: {
    says: 'With bondPins=mm_users: where unbind gives that reference back.',
    values: ['after-unlock', 'under-lock', 'after-bond-freed'],
  },
  cdPinsMm: {
    says: 'Whether the shared context descriptor holds mm_count while it refers to the mm (v5.19: yes; it matters only where tasks overlap).',
    values: ['mmgrab', 'none'],
  },
  unbindIndex: {
    says: 'Which table index unbind and release address: what bind wrote, or what mm->pasid says by then.',
    values: ['saved-at-bind', 'mm-pasid'],
  },
  unbindHoldsMm: {
    says: 'With pasidFreeAt=last-unbind: whether unbind holds the mm until it has taken the PASID from it.',
    values: ['held', 'not-held'],
  },
  notifierPut: {
    says: 'arm_smmu_mmu_notifier_put: whether it tells a release() that is under way that the entry is cleared.',
    values: ['marks-cleared', 'leaves-unmarked'],
  },
  liveCdRewrite: {
    says: 'Writing a context descriptor over a valid one: all of it, or the ASID field alone.',
    values: ['whole', 'asid-only'],
  },
  releaseEntry: {
    says: 'What release() writes while DMA may still run: a quiet entry, or none (VT-d clears it).',
    values: ['quiet', 'clear'],
  },
  releaseInvalidate: {
    says: 'When cached translations of an mm that ends are invalidated: in release(), or by the unbind that follows.',
    values: ['in-release', 'left-to-unbind'],
  },
  unbindEntry: {
    says: 'Whether unbind also clears an entry that release() has dealt with.',
    values: ['always-cleared', 'unless-released'],
  },
  unbindInvalidate: {
    says: 'After the entry is cleared: whether cached translations are invalidated.',
    values: ['unless-cleared', 'never'],
  },
  bindUnwind: {
    says: 'When bind fails half-way: which of what it has made by then is not taken back.',
    values: ['whole', 'forgets-bond', 'forgets-cd', 'forgets-notifier'],
  },
} as const satisfies SwitchTable;
