import { prqEventThread } from '../../iommu/intel/prq.ts';
import { intelThreads } from '../../iommu/intel/threads.ts';
import type { SystemCall } from '../call.ts';

export const prq: SystemCall<object> = { context: intelThreads, run: (k) => prqEventThread(k) };
