import type { SystemCalls } from '../call.ts';
import { guestAlloc } from './guest-alloc.ts';
import { guestBind } from './guest-bind.ts';
import { guestFree } from './guest-free.ts';
import { guestUnbind } from './guest-unbind.ts';
import { kvmOpen } from './kvm-open.ts';
import { setAdjust } from './set-adjust.ts';
import { setClose } from './set-close.ts';
import { setOpen } from './set-open.ts';

export const setsCalls: SystemCalls = {
  'set-open': setOpen,
  'guest-alloc': guestAlloc,
  'guest-bind': guestBind,
  'guest-free': guestFree,
  'guest-unbind': guestUnbind,
  'set-close': setClose,
  'set-adjust': setAdjust,
  'kvm-open': kvmOpen,
};
