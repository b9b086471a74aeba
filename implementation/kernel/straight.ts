/**
 * The kernel for a command that no other command overlaps. In the sources that is the kernel itself; `npm run build` puts its
 * straight twin in this place (build/straighten.ts), which does the same without generators.
 */
export { calls } from './calls/index.ts';
export { relieve, settle } from './deferred.ts';
export { taskWorkRun } from './fs/file-table.ts';
export { ops } from './kernel.ts';
