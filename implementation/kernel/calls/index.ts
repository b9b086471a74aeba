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
} as unknown as Readonly<Record<string, SystemCall<Command>>>;
