import type { DomainOf } from '../domain.ts';
import { pagesBounds, type PagesBounds } from './bounds.ts';
import { type PagesSeen, pagesSeen } from './seen.ts';
import { PagesState } from './state.ts';

export interface Pages {
  readonly name: 'pages';
  readonly bounds: PagesBounds;
  readonly state: PagesState;
  readonly seen: PagesSeen;
}

export const pagesDomain: DomainOf<Pages> = {
  name: 'pages',
  inWords: 'pages that are locked',
  needs: ['vfio'],
  bounds: pagesBounds,
  part: (s, l) => new PagesState(s, l),
  isToldLast: true,
  seen: pagesSeen,
  sorts: [],
};
