import type { SystemCalls } from '../call.ts';
import { enqcmd } from './enqcmd.ts';
import { mapPortal } from './map-portal.ts';
import { pollQueue } from './poll-queue.ts';
import { unmapPortal } from './unmap-portal.ts';
import { write } from './write.ts';

export const enqcmdCalls: SystemCalls = {
  enqcmd,
  write,
  'map-portal': mapPortal,
  'unmap-portal': unmapPortal,
  'poll-queue': pollQueue,
};
