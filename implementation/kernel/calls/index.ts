import type { Command } from '../../../model/command.ts';
import { alloc } from './alloc.ts';
import { bind } from './bind.ts';
import type { SystemCall } from './call.ts';
import { clone } from './clone.ts';
import { close } from './close.ts';
import { continuations } from './continuations.ts';
import { dma } from './dma.ts';
import { exec } from './exec.ts';
import { exit } from './exit.ts';
import { fork } from './fork.ts';
import { free } from './free.ts';
import { gp } from './gp.ts';
import { hotplug } from './hotplug.ts';
import { mmap } from './mmap.ts';
import { mremap } from './mremap.ts';
import { munmap } from './munmap.ts';
import { open } from './open.ts';
import { putq } from './putq.ts';
import { start } from './start.ts';
import { thread } from './thread.ts';
import { touch } from './touch.ts';
import { unbind } from './unbind.ts';
import { work } from './work.ts';
import { attach } from './attach.ts';
import { closeContainer } from './close-container.ts';
import { container } from './container.ts';
import { contend } from './contend.ts';
import { detach } from './detach.ts';
import { dirty } from './dirty.ts';
import { dropcap } from './dropcap.ts';
import { map } from './map.ts';
import { mapVaddr } from './map-vaddr.ts';
import { mlock } from './mlock.ts';
import { mmapPage } from './mmap-page.ts';
import { munlock } from './munlock.ts';
import { munmapPage } from './munmap-page.ts';
import { pin } from './pin.ts';
import { setrlimit } from './setrlimit.ts';
import { unmap } from './unmap.ts';
import { unmapVaddr } from './unmap-vaddr.ts';
import { unpin } from './unpin.ts';

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
