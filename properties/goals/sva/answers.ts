import { hasAllOfUacce, hasPrivateBinds } from '../../../model/sva/bounds.ts';
import type { Goal } from '../../linux-law.ts';
import { answeredWith } from '../../goal.ts';
import { devicesGo } from './where.ts';

/** Goals of worlds in which a device can be removed. */
const whereDevicesGo = (goal: Goal): Goal => ({ ...goal, in: devicesGo });

/** Goals of worlds in which processes do everything that uacce allows. */
const whereAllOfUacce = (goal: Goal): Goal => ({ ...goal, in: hasAllOfUacce });

/** Goals of worlds in which drivers also bind with private PASIDs. */
const wherePrivate = (goal: Goal): Goal => ({ ...goal, in: hasPrivateBinds });

/** Every command with each of its outcomes. If kernels differ, either outcome reaches the goal. */
export const answerGoals: readonly Goal[] = [
  answeredWith('open', 'OK'),
  whereDevicesGo(answeredWith('open', 'ENODEV', 'ENXIO', 'ENOENT', 'EINVAL')),
  answeredWith('open', 'ENOSPC', 'ENOMEM'),
  wherePrivate(answeredWith('open-private', 'OK')),
  wherePrivate(answeredWith('open-private', 'ENOSPC', 'ENOMEM')),
  answeredWith('close', 'OK'),
  answeredWith('close', 'EBADF'),
  answeredWith('mmap', 'OK'),
  answeredWith('mmap', 'EBADF'),
  answeredWith('mmap', 'EEXIST'),
  whereDevicesGo(answeredWith('mmap', 'ENXIO', 'EINVAL')),
  answeredWith('munmap', 'OK'),
  answeredWith('mremap', 'OK', 'EPERM'),
  answeredWith('touch', 'OK'),
  answeredWith('touch', 'SIGSEGV'),
  whereDevicesGo(answeredWith('touch', 'SIGBUS')),
  answeredWith('start', 'OK'),
  answeredWith('start', 'EBADF'),
  answeredWith('start', 'EINVAL', 'ENXIO'),
  answeredWith('putq', 'OK'),
  answeredWith('putq', 'EBADF'),
  whereAllOfUacce(answeredWith('poll', 'OK')),
  whereAllOfUacce(answeredWith('poll', 'EBADF')),
  whereAllOfUacce(answeredWith('munmap-part', 'OK', 'EINVAL')),
  answeredWith('bind', 'OK'),
  answeredWith('bind', 'EBADF'),
  whereDevicesGo(answeredWith('bind', 'ENODEV', 'ENXIO')),
  answeredWith('bind', 'ENOSPC', 'ENOMEM'),
  answeredWith('unbind', 'OK'),
  answeredWith('unbind', 'EBADF'),
  whereDevicesGo(answeredWith('hotplug', 'OK')),
  answeredWith('gp', 'OK'),
];
