import type { Feature } from '../../../../model/feature.ts';

/** What every design of sets is compared on: its allocator, in a kernel that is the reference otherwise. */
export const ofDesigns: readonly Feature[] = [
  'sva',
  'ioasid',
  'pasid-sets',
  'guest-bind',
  'pasid-notifiers',
];
