import type { SwitchTable } from '../../subsystem.ts';

/** Where the SMMU driver has changed. The first value of each switch is the reference. */
export const smmuSwitches = {
  bondPins: {
    says: 'Which count of the mm a bond holds to keep the mm.',
    values: ['mm_count', 'mm_users'],
  },
  mmgetInBind: {
    says: 'With bondPins=mm_users: whether bind also takes its reference when it fails.',
    values: ['on-success', 'always'],
  },
  mmputInUnbind: {
    says: 'With bondPins=mm_users: where unbind drops that reference.',
    values: ['after-unlock', 'under-lock', 'after-bond-freed'],
  },
  cdPinsMm: {
    says: 'Whether the shared context descriptor holds mm_count while it refers to the mm (v5.19: yes; it matters only where tasks overlap).',
    values: ['mmgrab', 'none'],
  },
  unbindIndex: {
    says: 'Which table index unbind and release use: the one that bind wrote, or the current mm->pasid.',
    values: ['saved-at-bind', 'mm-pasid'],
  },
  notifierPut: {
    says: 'arm_smmu_mmu_notifier_put: whether it marks the entry as cleared for a release() that already runs.',
    values: ['marks-cleared', 'leaves-unmarked'],
  },
  callbackAsid: {
    says: 'Where the callbacks of the notifier read the ASID: in the notifier, which lives until its grace period has passed (v6.11), or in the context descriptor, which the last unbind frees at once.',
    values: ['in-notifier', 'in-descriptor'],
  },
  cdTable: {
    says: 'How the table of context descriptors is laid out: linear, or in two levels, whose leaves are allocated when they are first written (so on large machines).',
    values: ['linear', 'two-level'],
  },
  liveCdRewrite: {
    says: 'A context descriptor is written over a valid one: all of it, or only the ASID field.',
    values: ['whole', 'asid-only'],
  },
  releaseEntry: {
    says: 'What release() writes while DMA may still run: a quiet entry, or none (VT-d clears it).',
    values: ['quiet', 'clear'],
  },
  releaseCovers: {
    says: 'release(): whether it makes the entries of all devices of the mm quiet before it invalidates what they share (v6.10, one SVA domain for all), or handles those of one device at a time.',
    values: ['every-device', 'own-device'],
  },
  releaseInvalidate: {
    says: 'When the cached translations of an ending mm are invalidated: in release(), or by the later unbind.',
    values: ['in-release', 'left-to-unbind'],
  },
  unbindEntry: {
    says: 'Whether unbind also clears an entry that release() has handled.',
    values: ['always-cleared', 'unless-released'],
  },
  unbindInvalidate: {
    says: 'unbind has cleared the entry: whether it invalidates cached translations.',
    values: ['unless-cleared', 'never'],
  },
  bindUnwind: {
    says: 'bind fails half-way: which object it does not free.',
    values: ['whole', 'forgets-bond', 'forgets-cd', 'forgets-notifier'],
  },
} as const satisfies SwitchTable;
