import { runFaultWork } from '../../iommu/intel/io-pgfault.ts';
import { intelThreads } from '../../iommu/intel/threads.ts';
import type { SystemCall } from '../call.ts';

export const iopf: SystemCall<object> = { context: intelThreads, run: (k) => runFaultWork(k) };
