import type { Command, Rules } from './command.ts';

/**
 * Who runs a command, as a number: the process that it names, the hot-plug thread of a device, the
 * kernel’s worker, or the driver of a VFIO group’s device. A task does one thing at a time. `NOBODY`: it is done at once, in no task of its own.
 */
export type Task = number;

export const NOBODY: Task = -1;

const kinds = ['process', 'hotplug', 'worker', 'driver'] as const;

export function taskOf({ runsOn, fields }: Rules, c: Command): Task {
  if (runsOn === 'worker') return 2;
  if (runsOn === 'driver') return (c['group'] as number) * kinds.length + 3;
  if (runsOn === 'hotplug') return (c['device'] as number) * kinds.length + 1;
  return 'process' in fields ? (c['process'] as number) * kinds.length : NOBODY;
}

/** The step that lets a task go on. */
export function continuationOf(task: Task): Command {
  const number = Math.floor(task / kinds.length);
  switch (kinds[task % kinds.length]) {
    case 'process':
      return { kind: 'continue', process: number };
    case 'hotplug':
      return { kind: 'continue-hotplug', device: number };
    case 'driver':
      return { kind: 'continue-driver', group: number };
    default:
      return { kind: 'continue-work' };
  }
}

/** `p0`, `hotplug d0`, `driver g0`, `worker` */
export function taskText(task: Task): string {
  const number = Math.floor(task / kinds.length);
  switch (kinds[task % kinds.length]) {
    case 'process':
      return `p${number}`;
    case 'hotplug':
      return `hotplug d${number}`;
    case 'driver':
      return `driver g${number}`;
    default:
      return 'worker';
  }
}
