/**
 * The kernel for a command that nobody overlaps. Among the sources that is the kernel itself; `npm run build` puts its
 * straight twin in this place (build/straighten.ts), which does the same with functions that are not generators.
 */
export { calls } from './calls/index.ts';
export { relieve, settle } from './deferred.ts';
export { taskWorkRun } from './fs/file-table.ts';
export { ops } from './kernel.ts';
