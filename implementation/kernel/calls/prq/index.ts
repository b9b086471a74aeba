import { intelThreads } from '../../iommu/intel/threads.ts';
import { goesOn, type SystemCalls } from '../call.ts';
import { abort } from './abort.ts';
import { iopf } from './iopf.ts';
import { prq } from './prq.ts';
import { request } from './request.ts';

export const prqCalls: SystemCalls = {
  request,
  prq,
  iopf,
  abort,
  'continue-prq': goesOn(intelThreads),
  'continue-iopf': goesOn(intelThreads),
};
