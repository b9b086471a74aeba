import { reference } from '../kernel/switches.ts';
import type { Version } from './index.ts';

/** The PASID is counted by bonds and freed by the last unbind (iommu-sva-lib.c, v5.11 to v5.17). */
export const linux517: Version = {
  name: 'linux-5.17',
  says: 'March 2022: a PASID belongs to the bonds of its mm and is freed by the last unbind',
  switches: {
    ...reference,
    pasidFreeAt: 'last-unbind',
    cdPinsMm: 'none',
    unbindIndex: 'mm-pasid',
    liveCdRewrite: 'asid-only',
    notifierPut: 'leaves-unmarked',
    unbindHoldsMm: 'not-held',
    groupAttach: 'refused',
    allocFailure: 'invalid-ioasid',
    uacceMutexCovers: 'list-alone',
    uacceIoctlMutex: 'global',
    vmaLink: 'after-driver',
    uaccePutQ: 'stop-and-put',
    uacceMremap: 'moved',
    uacceVmaClose: 'keeps-region',
    uacceDeadQueue: 'state-check',
  },
  has: ['sva'],
  design: {
    pasidFreeAt: 'last-unbind',
    unbindIndex: 'mm-pasid',
    liveCdRewrite: 'asid-only',
    groupAttach: 'refused',
    uacceDeadQueue: 'state-check',
  },
  known: [
    'sva-exhaustion-enomem',
    'uacce-putq-frees-early',
    'uacce-mremap-double-close',
    'uacce-close-keeps-region',
    'uacce-open-remove-race',
    'uacce-fops-after-remove',
    'uacce-mmap-escapes-zap',
    'sva-cd-outlives-mm',
    'sva-release-after-put',
    'sva-free-pasid-outlives-mm',
  ],
};
