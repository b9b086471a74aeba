import { release, type Version } from './release.ts';
import { vtd44 } from './slices/vtd/4.4.ts';

export const linux44Svm: Version = release(
  'linux-4.4-svm',
  'January 2016: the first SVA of VT-d; a bond keeps the address space of its process in use',
  [vtd44],
);
