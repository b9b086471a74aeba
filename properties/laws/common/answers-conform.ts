import { isOfLostCall } from '../../../model/conform.ts';
import type { Law } from '../../linux-law.ts';

/** Judged by the rules of the commands. */
export const answersConform: Law = {
  name: 'answers-conform',
  title: 'Every answer is one that the interface admits',
  because: 'callers act on the errno: they retry a wrong errno for ever, or mistake it for success',
  closeness: (place) => (isOfLostCall(place) ? 'no answer' : 'answer'),
  needs: [],
};
