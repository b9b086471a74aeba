import type { Rules } from '../command.ts';
import { alloc } from './alloc.ts';
import { bind } from './bind.ts';
import { clone } from './clone.ts';
import { close } from './close.ts';
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

/**
 * Every command there is, the plainest first: where two traces of the same length differ, the one
 * with the plainer command is the simpler one. `clone` and `thread` are the last: what can be shown without two
 * tasks in one mm is shown without.
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
  thread,
];
