import type { Command } from '../../../model/command.ts';
import { alloc } from './ioasid/alloc.ts';
import { bind } from './sva/bind.ts';
import type { SystemCall } from './call.ts';
import { clone } from './process/clone.ts';
import { close } from './sva/close.ts';
import { continuations } from './continuations.ts';
import { dma } from './sva/dma.ts';
import { exec } from './process/exec.ts';
import { exit } from './process/exit.ts';
import { fork } from './process/fork.ts';
import { free } from './ioasid/free.ts';
import { gp } from './sva/gp.ts';
import { hotplug } from './sva/hotplug.ts';
import { mmap } from './sva/mmap.ts';
import { mremap } from './sva/mremap.ts';
import { munmap } from './sva/munmap.ts';
import { open } from './sva/open.ts';
import { putq } from './sva/putq.ts';
import { start } from './sva/start.ts';
import { thread } from './process/thread.ts';
import { touch } from './sva/touch.ts';
import { unbind } from './sva/unbind.ts';
import { work } from './process/work.ts';
import { attach } from './vfio/attach.ts';
import { closeContainer } from './vfio/close-container.ts';
import { container } from './vfio/container.ts';
import { contend } from './vfio/contend.ts';
import { detach } from './vfio/detach.ts';
import { dirty } from './vfio/dirty.ts';
import { dropcap } from './pages/dropcap.ts';
import { map } from './vfio/map.ts';
import { mapVaddr } from './vfio/map-vaddr.ts';
import { mlock } from './pages/mlock.ts';
import { mmapPage } from './pages/mmap-page.ts';
import { munlock } from './pages/munlock.ts';
import { munmapPage } from './pages/munmap-page.ts';
import { pin } from './vfio/pin.ts';
import { setrlimit } from './pages/setrlimit.ts';
import { unmap } from './vfio/unmap.ts';
import { unmapVaddr } from './vfio/unmap-vaddr.ts';
import { unpin } from './vfio/unpin.ts';

/** How each command of the model enters the simulated kernel. */
export const calls: Readonly<Record<string, SystemCall<Command>>> = {
  alloc,
  bind,
  clone,
  close,
  ...continuations,
  dma,
  exec,
  exit,
  fork,
  free,
  gp,
  hotplug,
  mmap,
  mremap,
  munmap,
  open,
  putq,
  start,
  thread,
  touch,
  unbind,
  work,
  attach,
  'close-container': closeContainer,
  container,
  contend,
  detach,
  dirty,
  dropcap,
  map,
  'map-vaddr': mapVaddr,
  mlock,
  'mmap-page': mmapPage,
  munlock,
  'munmap-page': munmapPage,
  pin,
  setrlimit,
  unmap,
  'unmap-vaddr': unmapVaddr,
  unpin,
} as unknown as Readonly<Record<string, SystemCall<Command>>>;
