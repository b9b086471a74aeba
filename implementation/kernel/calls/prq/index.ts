import { intelThreads } from '../../iommu/intel/threads.ts';
import { goesOn, type SystemCalls } from '../call.ts';
import { abort } from './abort.ts';
import { deliver } from './deliver.ts';
import { iopf } from './iopf.ts';
import { prq } from './prq.ts';
import { request, send } from './request.ts';

export const prqCalls: SystemCalls = {
  request,
  prq,
  iopf,
  abort,
  deliver,
  send,
  'continue-prq': goesOn(intelThreads),
  'continue-iopf': goesOn(intelThreads),
};
