import type { Domain } from '../domain.ts';
import { processBounds } from './bounds.ts';

export const processDomain: Domain = {
  name: 'process',
  inWords: 'processes',
  needs: [],
  isEverywhere: true,
  bounds: processBounds,
};
