import { gracePeriodElapses } from '../../machine/srcu.ts';
import type { SystemCall } from '../call.ts';

export const gp: SystemCall<object> = { context: 'at once', run: (k) => gracePeriodElapses(k) };
