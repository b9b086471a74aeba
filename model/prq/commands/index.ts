export { abort } from './abort.ts';
export { deliver } from './deliver.ts';
export { iopf } from './iopf.ts';
export { prq } from './prq.ts';
export { request } from './request.ts';
export { send } from './send.ts';
