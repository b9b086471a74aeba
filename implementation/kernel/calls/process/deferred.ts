import { goesOn, type SystemCalls } from '../call.ts';
import { gp } from '../sva/gp.ts';
import { work } from './work.ts';

/** The work of the worker, and grace periods. */
export const deferredCalls: SystemCalls = { gp, work, 'continue-work': goesOn('kworker') };
