import type { Domain } from '../domain.ts';
import { ioasidBounds } from './bounds.ts';

export const ioasidDomain: Domain = {
  name: 'ioasid',
  inWords: 'PASIDs',
  needs: ['sva'],
  bounds: ioasidBounds,
};
