import type { Rules } from './command.ts';
import { alloc, free } from './ioasid/commands/index.ts';
import {
  dropcap,
  mlock,
  mmapPage,
  munlock,
  munmapPage,
  setrlimit,
} from './pages/commands/index.ts';
import { clone, exec, exit, fork, thread, work } from './process/commands/index.ts';
import {
  bind,
  close,
  dma,
  gp,
  hotplug,
  mmap,
  mremap,
  munmap,
  open,
  putq,
  start,
  touch,
  unbind,
} from './sva/commands/index.ts';
import {
  attach,
  closeContainer,
  container,
  contend,
  detach,
  dirty,
  map,
  mapVaddr,
  pin,
  unmap,
  unmapVaddr,
  unpin,
} from './vfio/commands/index.ts';

/**
 * All commands, the plainest first: of two traces of the same length, the one with the plainer command is
 * simpler. `clone` and `thread` are the last of their half, so that two tasks share an mm only in a trace that needs it.
 * The VFIO half follows.
 */
export const commands: readonly Rules[] = [
  open,
  close,
  fork,
  exit,
  exec,
  mmap,
  munmap,
  start,
  dma,
  bind,
  unbind,
  alloc,
  free,
  touch,
  putq,
  mremap,
  hotplug,
  gp,
  work,
  clone,
  container,
  attach,
  map,
  pin,
  unpin,
  unmap,
  detach,
  mlock,
  munlock,
  setrlimit,
  closeContainer,
  mmapPage,
  munmapPage,
  unmapVaddr,
  mapVaddr,
  dirty,
  dropcap,
  contend,
  thread,
];
