import type { Rules } from './command.ts';
import { alloc } from './ioasid/commands/alloc.ts';
import { attach } from './vfio/commands/attach.ts';
import { bind } from './sva/commands/bind.ts';
import { clone } from './process/commands/clone.ts';
import { close } from './sva/commands/close.ts';
import { closeContainer } from './vfio/commands/close-container.ts';
import { container } from './vfio/commands/container.ts';
import { contend } from './vfio/commands/contend.ts';
import { detach } from './vfio/commands/detach.ts';
import { dirty } from './vfio/commands/dirty.ts';
import { dma } from './sva/commands/dma.ts';
import { dropcap } from './pages/commands/dropcap.ts';
import { exec } from './process/commands/exec.ts';
import { exit } from './process/commands/exit.ts';
import { fork } from './process/commands/fork.ts';
import { free } from './ioasid/commands/free.ts';
import { gp } from './sva/commands/gp.ts';
import { hotplug } from './sva/commands/hotplug.ts';
import { map } from './vfio/commands/map.ts';
import { mapVaddr } from './vfio/commands/map-vaddr.ts';
import { mlock } from './pages/commands/mlock.ts';
import { mmap } from './sva/commands/mmap.ts';
import { mmapPage } from './pages/commands/mmap-page.ts';
import { mremap } from './sva/commands/mremap.ts';
import { munlock } from './pages/commands/munlock.ts';
import { munmap } from './sva/commands/munmap.ts';
import { munmapPage } from './pages/commands/munmap-page.ts';
import { open } from './sva/commands/open.ts';
import { pin } from './vfio/commands/pin.ts';
import { putq } from './sva/commands/putq.ts';
import { setrlimit } from './pages/commands/setrlimit.ts';
import { start } from './sva/commands/start.ts';
import { thread } from './process/commands/thread.ts';
import { touch } from './sva/commands/touch.ts';
import { unbind } from './sva/commands/unbind.ts';
import { unmap } from './vfio/commands/unmap.ts';
import { unmapVaddr } from './vfio/commands/unmap-vaddr.ts';
import { unpin } from './vfio/commands/unpin.ts';
import { work } from './process/commands/work.ts';

/**
 * Every command there is, the plainest first: where two traces of the same length differ, the one
 * with the plainer command is the simpler one. `clone` and `thread` are the last of their half: what can be shown without
 * two tasks in one mm is shown without. The VFIO half follows.
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
