export { enqcmd } from './enqcmd.ts';
export { mapPortal } from './map-portal.ts';
export { pollQueue } from './poll-queue.ts';
export { unmapPortal } from './unmap-portal.ts';
export { write } from './write.ts';
