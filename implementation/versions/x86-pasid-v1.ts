import { release, type Version } from './release.ts';
import { pasidV1 } from './slices/vtd/pasid-v1.ts';

export const x86PasidV1: Version = release(
  'x86-pasid-v1',
  'March 2020, first version of a series: an mm keeps one PASID for ENQCMD until it is freed',
  [pasidV1],
);
