import type { Command } from '../../../model/command.ts';
import { hasSeveral, hasThreads } from '../../../model/process/bounds.ts';
import type { Process, State } from '../../../model/state.ts';
import { answeredWith } from '../../goal.ts';
import type { Goal } from '../../linux-law.ts';

const caller = (s: State, c: Command): Process => s.process(c['process'] as number)!;

/** Every world has processes that start and exit. */
export const processGoals: readonly Goal[] = [
  { ...answeredWith('fork', 'OK'), in: hasSeveral },
  { ...answeredWith('clone', 'OK'), in: hasSeveral },
  answeredWith('exit', 'OK'),
  answeredWith('exec', 'OK'),
  answeredWith('work', 'OK'),
  { ...answeredWith('thread', 'OK'), in: hasThreads },
  {
    name: 'the leader exits while a thread still runs',
    on: 'exit',
    in: hasThreads,
    reached(s, c) {
      const p = caller(s, c);
      return s.groupOf(p) === p.name && !s.isLastOfGroup(p);
    },
  },
  {
    name: 'exec while another thread runs',
    on: 'exec',
    in: hasThreads,
    reached: (s, c) => !s.isLastOfGroup(caller(s, c)),
  },
];
