import { runOldestWork } from '../../machine/workqueue.ts';
import type { SystemCall } from '../call.ts';

export const work: SystemCall<object> = { context: 'kworker', run: (k) => runOldestWork(k) };
