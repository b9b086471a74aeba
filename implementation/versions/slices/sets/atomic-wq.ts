import type { Slice } from '../../slice.ts';
import { ofDesigns } from './design.ts';

/** The same without the circle: the lowest PASID that is free is the next. */
export const setsAtomicWq: Slice = {
  has: ofDesigns,
  switches: {
    setRelease: 'frees',
    guestFree: 'cleaned-later',
  },
  known: ['ioasid-async-cleanup-reuse'],
};
