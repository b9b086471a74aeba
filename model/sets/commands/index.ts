export { guestAlloc } from './guest-alloc.ts';
export { guestBind } from './guest-bind.ts';
export { guestFree } from './guest-free.ts';
export { guestUnbind } from './guest-unbind.ts';
export { kvmOpen } from './kvm-open.ts';
export { setAdjust } from './set-adjust.ts';
export { setClose } from './set-close.ts';
export { setOpen } from './set-open.ts';
