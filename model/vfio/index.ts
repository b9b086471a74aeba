import type { Domain } from '../domain.ts';
import { vfioBounds } from './bounds.ts';

export const vfioDomain: Domain = {
  name: 'vfio',
  inWords: 'VFIO',
  needs: ['pages'],
  bounds: vfioBounds,
};
