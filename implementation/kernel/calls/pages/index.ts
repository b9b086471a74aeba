import type { SystemCalls } from '../call.ts';
import { dropcap } from './dropcap.ts';
import { mlock } from './mlock.ts';
import { mmapPage } from './mmap-page.ts';
import { munlock } from './munlock.ts';
import { munmapPage } from './munmap-page.ts';
import { setrlimit } from './setrlimit.ts';

export const pagesCalls: SystemCalls = {
  dropcap,
  mlock,
  'mmap-page': mmapPage,
  munlock,
  'munmap-page': munmapPage,
  setrlimit,
};
