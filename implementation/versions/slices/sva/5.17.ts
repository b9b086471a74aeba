import type { Slice } from '../../slice.ts';

/** Mistakes that exist only while the last unbind frees the PASID. */
export const ofCountedPasids = ['sva-free-pasid-outlives-mm', 'sva-release-quiets-default-domain'];

/** The PASID is counted by bonds and freed by the last unbind (iommu-sva-lib.c, v5.11 to v5.17). */
export const sva517: Slice = {
  has: ['sva'],
  switches: {
    pasidFreeAt: 'last-unbind',
    cdPinsMm: 'none',
    unbindIndex: 'mm-pasid',
    liveCdRewrite: 'asid-only',
    notifierPut: 'leaves-unmarked',
    callbackAsid: 'in-descriptor',
    unbindHoldsMm: 'not-held',
    groupAttach: 'refused',
    deviceRelease: 'before-group-mutex',
    removedDevice: 'of-bus',
    allocFailure: 'invalid-ioasid',
    uacceMutexCovers: 'list-alone',
    uacceIoctlMutex: 'global',
    uacceRemove: 'unmaps-first',
    vmaLink: 'after-driver',
    uaccePutQ: 'stop-and-put',
    uacceMremap: 'moved',
    uacceVmaClose: 'keeps-region',
    uacceSplit: 'split',
    uacceInode: 'of-last-opener',
    uaccePoll: 'calls-driver',
    uacceDeadQueue: 'state-check',
  },
  design: {
    pasidFreeAt: 'last-unbind',
    unbindIndex: 'mm-pasid',
    liveCdRewrite: 'asid-only',
    groupAttach: 'refused',
    deviceRelease: 'before-group-mutex',
    removedDevice: 'of-bus',
    uacceIoctlMutex: 'global',
    uacceDeadQueue: 'state-check',
  },
  known: [
    'sva-exhaustion-enomem',
    'uacce-putq-frees-early',
    'uacce-mremap-double-close',
    'uacce-close-keeps-region',
    'uacce-open-remove-race',
    'uacce-fops-after-remove',
    'uacce-remove-unmaps-first',
    'uacce-remove-zaps-last-inode',
    'uacce-split-double-close',
    'uacce-mmap-escapes-zap',
    'sva-cd-outlives-mm',
    'sva-release-after-put',
    'sva-callback-reads-freed-cd',
    ...ofCountedPasids,
  ],
};
