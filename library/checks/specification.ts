import type { Field, Rules } from '../../model/command.ts';
import { guess, InputError } from '../../model/input-error.ts';
import { shown } from '../../model/shown.ts';
import { isContinuation } from '../../model/continuations.ts';
import type { Goal } from '../../properties/goal.ts';
import type { Law } from '../../properties/law.ts';
import type { Shapes, Tables } from '../tables.ts';
import { checkFree, checkOnce, checkWritable } from './words.ts';

/** Words with which a line of a trace begins that is not a command. */
const STEPS = ['world'];
/** Fields that every command may have; an argument cannot have their names. */
const FIELDS = ['kind', 'fails', 'stops'];

/** The parts of a specification that are checked. */
interface Declared {
  readonly subject: string;
  readonly state: Tables<Shapes>;
  readonly commands: readonly Rules[];
  readonly laws: readonly Law[];
  readonly goals: readonly Goal[];
}

/** @throws InputError for the first mistake */
export function checkSpecification({ subject, state, commands, laws, goals }: Declared): void {
  const where = `specification ${shown(subject)}`;
  if (typeof state?.state !== 'function')
    throw new InputError(`${where}: state: expected tables({...}), got ${shown(state)}`);
  if (!Array.isArray(commands) || commands.length === 0)
    throw new InputError(`${where}: commands: expected at least one, got ${shown(commands)}`);
  const names = laws.map(({ name }) => name);
  const tasks = state.tasks.map(({ name }) => name);
  for (const rules of commands) checkCommand(rules, names, tasks);
  const kinds = commands.map(({ kind }) => kind);
  const continuations = state.tasks.map(({ continuation }) => continuation.kind);
  checkOnce(where, 'command', [...kinds, ...continuations]);
  checkOnce(where, 'law', names);
  for (const law of laws) checkLaw(law, commands, state);
  for (const { name, on } of goals) checkKnown(`goal ${shown(name)}: on`, 'command', on, kinds);
}

function checkCommand(rules: Rules, laws: readonly string[], tasks: readonly string[]): void {
  checkWords(rules);
  const { kind, law, runsOn } = rules;
  const where = `command ${kind}`;
  if (law !== undefined) checkKnown(`${where}: law`, 'law', law, laws);
  if (runsOn !== undefined) checkKnown(`${where}: runsOn`, 'table of threads', runsOn, tasks);
}

/** Checks the words of a command: its kind, its arguments, its sentence. @throws InputError */
export function checkWords({
  kind,
  says,
  fields = {},
}: {
  readonly kind: string;
  readonly says: string;
  readonly fields?: Readonly<Record<string, Field>> | undefined;
}): void {
  checkWritable('command: kind', kind);
  checkFree('command', kind, STEPS);
  const where = `command ${kind}`;
  if (isContinuation({ kind }))
    throw new InputError(`${where}: only the steps that resume a thread begin with "continue"`);
  if (typeof says !== 'string')
    throw new InputError(`${where}: says: expected a sentence, got ${shown(says)}`);
  for (const [field, of] of Object.entries(fields)) checkField(`${where}: ${field}`, field, of);
}

function checkField(where: string, field: string, of: Field): void {
  checkFree(where, field, FIELDS);
  const isField = typeof of === 'object' && of !== null;
  if (isField && ('uses' in of || 'makes' in of)) return;
  if (!isField || !Array.isArray(of.oneOf) || of.oneOf.length === 0)
    throw new InputError(
      `${where}: expected { uses: TABLE }, { makes: TABLE } or { oneOf: [WORD, ...] }, got ${shown(of)}`,
    );
  checkOnce(where, 'word', of.oneOf);
  for (const word of of.oneOf) checkWritable(`${where}: oneOf`, word);
}

/** A law that nothing could break is a mistake. */
function checkLaw(law: Law, commands: readonly Rules[], state: Tables<Shapes>): void {
  const { name, after, onStep, atRest } = law;
  if (typeof name !== 'string' || name === '')
    throw new InputError(`law: name: expected a word, got ${shown(name)}`);
  const judges = law.judgesAnswers === true || commands.some((rules) => rules.law === name);
  if (judges || after !== undefined || onStep !== undefined) return;
  if (atRest === undefined)
    throw new InputError(
      `law ${name}: looks at nothing; expected after, onStep or atRest, or a command with this law`,
    );
  if (!state.hasEnd)
    throw new InputError(
      `law ${name}: looks only at rest, and the tables never are; expected isOver in tables`,
    );
}

/** @throws InputError with the nearest name, if there is none of this name */
export function checkKnown(
  where: string,
  what: string,
  name: string,
  known: readonly string[],
): void {
  if (known.includes(name)) return;
  throw new InputError(
    `${where}: there is no ${what} ${shown(name)}; expected ${known.join(' or ') || 'none'}${guess(name, known)}`,
  );
}
