import type { SystemCalls } from '../call.ts';
import { bind } from './bind.ts';
import { close } from './close.ts';
import { dma } from './dma.ts';
import { mmap } from './mmap.ts';
import { mremap } from './mremap.ts';
import { munmap } from './munmap.ts';
import { munmapPart } from './munmap-part.ts';
import { open } from './open.ts';
import { openPrivate } from './open-private.ts';
import { poll } from './poll.ts';
import { putq } from './putq.ts';
import { start } from './start.ts';
import { touch } from './touch.ts';
import { unbind } from './unbind.ts';

export const svaCalls: SystemCalls = {
  bind,
  close,
  dma,
  mmap,
  mremap,
  munmap,
  'munmap-part': munmapPart,
  open,
  'open-private': openPrivate,
  poll,
  putq,
  start,
  touch,
  unbind,
};
