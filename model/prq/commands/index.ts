export { abort } from './abort.ts';
export { iopf } from './iopf.ts';
export { prq } from './prq.ts';
export { request } from './request.ts';
