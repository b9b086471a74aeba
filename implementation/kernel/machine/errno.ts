import { type Answer, type ErrnoName, failed, success } from '../../../model/answer.ts';

/** Error returns, negative as in the kernel, so that they differ from pointers and PASIDs. */
export const ENXIO = -6;
export const EBADF = -9;
export const ENOMEM = -12;
export const EFAULT = -14;
export const EBUSY = -16;
export const EEXIST = -17;
export const ENODEV = -19;
export const EINVAL = -22;
export const ENOSPC = -28;
export const EPERM = -1;
export const ENOENT = -2;
export const ESRCH = -3;
export const E2BIG = -7;
export const EACCES = -13;
export const ENOTTY = -25;
export const EDEADLOCK = -35;
export const EOVERFLOW = -75;
/** A signal is not a return value, but is passed on like one. */
export const SIGBUS = -1007;
export const SIGSEGV = -1011;

const names: Readonly<Record<number, ErrnoName>> = {
  [EPERM]: 'EPERM',
  [ENOENT]: 'ENOENT',
  [ESRCH]: 'ESRCH',
  [E2BIG]: 'E2BIG',
  [EACCES]: 'EACCES',
  [ENOTTY]: 'ENOTTY',
  [EDEADLOCK]: 'EDEADLOCK',
  [EOVERFLOW]: 'EOVERFLOW',
  [ENXIO]: 'ENXIO',
  [EBADF]: 'EBADF',
  [ENOMEM]: 'ENOMEM',
  [EFAULT]: 'EFAULT',
  [EBUSY]: 'EBUSY',
  [EEXIST]: 'EEXIST',
  [ENODEV]: 'ENODEV',
  [EINVAL]: 'EINVAL',
  [ENOSPC]: 'ENOSPC',
  [SIGBUS]: 'SIGBUS',
  [SIGSEGV]: 'SIGSEGV',
};

/** Success for 0, the errno for a negative value. */
export function answerOf(ret: number): Answer {
  if (ret >= 0) return success;
  const name = names[ret];
  if (name === undefined) throw new RangeError(`no name for errno ${ret}`);
  return failed(name);
}
