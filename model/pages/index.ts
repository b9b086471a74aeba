import type { Domain } from '../domain.ts';
import { pagesBounds } from './bounds.ts';
import { pagesSeen } from './seen.ts';

export const pagesDomain: Domain = {
  name: 'pages',
  inWords: 'pages that are locked',
  needs: ['vfio'],
  bounds: pagesBounds,
  seen: pagesSeen,
  sorts: [],
};
