import type { Slice } from '../../slice.ts';
import { ofDesigns } from './design.ts';

/** Brucker’s answer of 2020-04-02: a free by VFIO takes the path of an unbind by the guest first, so that nobody need be told. */
export const setsVfioUnbinds: Slice = {
  has: ofDesigns,
  switches: {
    guestFree: 'unbound-first',
  },
  known: [],
};
