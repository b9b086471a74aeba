import type { Rules } from '../command.ts';
import { alloc } from './alloc.ts';
import { attach } from './attach.ts';
import { bind } from './bind.ts';
import { clone } from './clone.ts';
import { close } from './close.ts';
import { closeContainer } from './close-container.ts';
import { container } from './container.ts';
import { contend } from './contend.ts';
import { detach } from './detach.ts';
import { dirty } from './dirty.ts';
import { dma } from './dma.ts';
import { dropcap } from './dropcap.ts';
import { exec } from './exec.ts';
import { exit } from './exit.ts';
import { fork } from './fork.ts';
import { free } from './free.ts';
import { gp } from './gp.ts';
import { hotplug } from './hotplug.ts';
import { map } from './map.ts';
import { mapVaddr } from './map-vaddr.ts';
import { mlock } from './mlock.ts';
import { mmap } from './mmap.ts';
import { mmapPage } from './mmap-page.ts';
import { mremap } from './mremap.ts';
import { munlock } from './munlock.ts';
import { munmap } from './munmap.ts';
import { munmapPage } from './munmap-page.ts';
import { open } from './open.ts';
import { pin } from './pin.ts';
import { putq } from './putq.ts';
import { setrlimit } from './setrlimit.ts';
import { start } from './start.ts';
import { thread } from './thread.ts';
import { touch } from './touch.ts';
import { unbind } from './unbind.ts';
import { unmap } from './unmap.ts';
import { unmapVaddr } from './unmap-vaddr.ts';
import { unpin } from './unpin.ts';
import { work } from './work.ts';

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
