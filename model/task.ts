import type { Command, Rules } from './command.ts';

/**
 * Who runs a command, as a number: the process that it names, the hot-plug thread of a device, or the
 * kernel’s worker. A task does one thing at a time. `NOBODY`: it is done at once, in no task of its own.
 */
export type Task = number;

export const NOBODY: Task = -1;

const kinds = ['process', 'hotplug', 'worker'] as const;

export function taskOf({ runsOn, fields }: Rules, c: Command): Task {
  if (runsOn === 'worker') return 2;
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
    default:
      return { kind: 'continue-work' };
  }
}

/** `p0`, `hotplug d0`, `worker` */
export function taskText(task: Task): string {
  const number = Math.floor(task / kinds.length);
  const kind = kinds[task % kinds.length];
  return kind === 'process' ? `p${number}` : kind === 'hotplug' ? `hotplug d${number}` : 'worker';
}
