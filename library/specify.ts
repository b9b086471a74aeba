import type { AnyWorld } from '../model/any-world.ts';
import { errno } from '../model/answer.ts';
import type { Rules } from '../model/command.ts';
import type { Goal } from '../properties/goal.ts';
import type { Law } from '../properties/law.ts';
import { type Hints, type Specification, specificationOf } from '../properties/specification.ts';
import { checkKeys } from './checks/keys.ts';
import { checkSpecification } from './checks/specification.ts';
import { ANSWERS } from './command.ts';
import type { Shapes, StateOf, Tables } from './tables.ts';

/** The parts of a specification. */
export interface Parts extends Hints {
  /** The subject in one word, for reports: `pool`. */
  readonly subject: string;
  /** The state that judging needs. */
  readonly state: Tables<Shapes>;
  /** Every command, the plainest first. */
  readonly commands: readonly Rules[];
  /** Default: only the law that answers are admitted. */
  readonly laws?: readonly Law[];
  /** Default: each command succeeds once. */
  readonly goals?: readonly Goal[];
}

/**
 * Makes a specification: a state in tables, commands, laws.
 *
 * @throws InputError one line that names what cannot be used: a command or a law that is there twice, a law that is none, ...
 */
export function specify({
  subject,
  state,
  commands,
  laws: own = [],
  goals = commands.map(({ kind }) => succeeds(kind)),
  ...hints
}: Parts): Specification {
  checkKeys(`specification ${subject}`, hints, HINTS);
  const names = new Set(own.map(({ name }) => name));
  const laws = [...own, ...ofAnswers.filter(({ name }) => !names.has(name))];
  checkSpecification({ subject, state, commands, laws, goals });
  const { sorts, tasks } = state;
  return specificationOf({
    subject,
    commands,
    sorts,
    tasks,
    laws,
    goals,
    state: (world: AnyWorld) => state.state(world),
    describe: (s) => state.describe(s as StateOf<Shapes>),
    ...hints,
  });
}

function succeeds(on: string): Goal {
  return { name: `${on} succeeds`, on, reached: (_s, _c, a) => a.errno === errno.OK };
}

/** The part that all specifications share. */
const ofAnswers: readonly Law[] = [
  {
    name: ANSWERS,
    title: 'Every answer is one that the specification admits',
    because: 'a caller relies on what it was answered',
    closeness: 'answer',
    judgesAnswers: true,
    needs: [],
  },
  {
    name: 'linearizability',
    title: 'Overlapping commands behave as if they ran one at a time',
    because: 'a caller need not know what others do meanwhile',
    closeness: 'answer',
    judgesAnswers: true,
    needs: [],
  },
];

/** What a specification may say besides what it needs. */
const HINTS = [
  'observables',
  'whyAlone',
  'windDown',
  'openings',
  'situations',
  'hasSituations',
  'gauges',
  'describe',
  'inhabitantsAre',
  'inhabitants',
  'print',
  'bounds',
];
