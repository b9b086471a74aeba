import type { Command } from '../../../model/command.ts';
import type { SystemCall } from './call.ts';

/** Whose command goes on. There is nothing to call: it was called before. */
const goesOn = (context: SystemCall<Command>['context']): SystemCall<Command> => ({
  context,
  run: () => {
    throw new Error('a continuation is no call');
  },
});

export const continuations: Readonly<Record<string, SystemCall<Command>>> = {
  continue: goesOn('process'),
  'continue-hotplug': goesOn('hotplug'),
  'continue-driver': goesOn('driver'),
  'continue-work': goesOn('kworker'),
};
