/**
 * What the answer to a group says. `automatic`: the IOMMU gave it by itself because its ring was full, with a code that we have not
 * read. The larger is the worse.
 */
export const response = { none: 0, success: 1, automatic: 2, invalid: 3, failure: 4 } as const;

/** In the order of `response`. */
export const responses = [
  'no answer arrives',
  'SUCCESS arrives',
  'an answer arrives that the IOMMU gave by itself: its ring was full',
  'INVALID arrives',
  'FAILURE arrives',
] as const;
