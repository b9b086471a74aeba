import { success } from './answer.ts';
import { type Command, type Rules, rules } from './command.ts';

/**
 * Steps of a trace that ask for nothing new: a task whose command was left, at a point or waiting for a lock,
 * goes on with it. One kind for each kind of task. What they do and answer is the affair of the command
 * that they continue; the model has nothing to say of them.
 */
function continuation<C extends Command>(
  kind: C['kind'],
  says: string,
  fields: Rules<C>['fields'],
  runsOn?: Rules['runsOn'],
): Rules {
  return rules<C>({
    kind,
    says,
    fields,
    ...(runsOn && { runsOn }),
    weight: 0,
    possible: () => true,
    typical: () => success,
    judge: () => undefined,
    next: () => {},
  });
}

interface Continue extends Command {
  readonly kind: 'continue';
  readonly process: number;
}
interface ContinueHotplug extends Command {
  readonly kind: 'continue-hotplug';
  readonly device: number;
}
interface ContinueDriver extends Command {
  readonly kind: 'continue-driver';
  readonly group: number;
}
interface ContinueWork extends Command {
  readonly kind: 'continue-work';
}

export const continuations: readonly Rules[] = [
  continuation<Continue>('continue', 'the process resumes its suspended command', {
    process: { uses: 'process' },
  }),
  continuation<ContinueHotplug>(
    'continue-hotplug',
    'the hot-plug thread of the device resumes its suspended command',
    { device: { uses: 'device' } },
    'hotplug',
  ),
  continuation<ContinueDriver>(
    'continue-driver',
    'the driver of the group’s device resumes its suspended command',
    { group: { uses: 'group' } },
    'driver',
  ),
  continuation<ContinueWork>(
    'continue-work',
    'the kernel’s worker resumes its work item',
    {},
    'worker',
  ),
];

export function isContinuation({ kind }: Command): boolean {
  return kind.startsWith('continue');
}

/** The command without its stop: it runs through. */
export function through({ stops: _stops, ...c }: Command): Command {
  return c;
}
