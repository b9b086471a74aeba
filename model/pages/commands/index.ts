export { dropcap } from './dropcap.ts';
export { mlock } from './mlock.ts';
export { mmapPage } from './mmap-page.ts';
export { munlock } from './munlock.ts';
export { munmapPage } from './munmap-page.ts';
export { setrlimit } from './setrlimit.ts';
