import type { Slice } from '../../slice.ts';
import { ofDesigns } from './design.ts';

/** The fourth version (Pan, 2021-02-27): a spinlock, notifiers in atomic context, and a free that waits for the last reference. */
export const setsExtV4: Slice = {
  has: ofDesigns,
  switches: {
    setPins: 'nothing',
    setEnds: 'empty',
    setQuotaBack: 'kept',
    setSubscribers: 'lost',
    setToken: 'until-it-ends',
    guestBindUndo: 'all-but-reference',
    guestCleanDrains: 'under-spinlock',
    setStoreFails: 'answers-pasid',
  },
  known: [
    'ioasid-v4-pending-notifier-lost',
    'ioasid-v4-bind-error-keeps-reference',
    'ioasid-v4-drain-under-spinlock',
    'ioasid-v4-autofree-dangling-set',
    'ioasid-v4-quota-lost',
    'ioasid-v4-closed-set-keeps-token',
    'ioasid-v4-alloc-answers-freed-pasid',
    'vfio-mm-token-aba',
  ],
};
