import type { Domain } from '../domain.ts';
import { svaBounds } from './bounds.ts';

export const svaDomain: Domain = {
  name: 'sva',
  inWords: 'SVA',
  needs: ['ioasid'],
  bounds: svaBounds,
};
