import { goesOn, type SystemCalls } from '../call.ts';
import { gp } from '../sva/gp.ts';
import { work } from './work.ts';

/** What a worker and the passing of time do. */
export const deferredCalls: SystemCalls = { gp, work, 'continue-work': goesOn('kworker') };
