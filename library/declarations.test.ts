import { describe, expect, it } from 'vitest';
import {
  asyncPortOf,
  given,
  InputError,
  list,
  named,
  portOf,
  record,
  rowOf,
  specify,
  tables,
  things,
  threadsOf,
  wordsOf,
} from '../index.ts';
import { commands, functions, make, parts, specification, state } from '../testing/boxes.ts';

const { command, law } = wordsOf(state);

/** What somebody wrote who is not told by a compiler. */
const wrong = (value: unknown): never => value as never;

const dull = law({ name: 'dull', title: 'It is dull', because: 'it is' });

const declarations: readonly (readonly [string, () => unknown, string])[] = [
  [
    'a table that the state has already',
    () => tables({ reset: record(['x']) }),
    'tables: "reset" means something else there; expected another word than world, layout, reset, isOver, settled, made',
  ],
  [
    'no table',
    () => tables({ x: wrong(3) }),
    'table x: expected things(...), given(...), record(...) or list(...), got 3',
  ],
  [
    'a long letter',
    () => tables({ x: things('box', 2) }),
    'table x: expected one letter from a to z, got "box"',
  ],
  [
    'a letter twice',
    () => tables({ x: things('a', 2), y: given('a', 1) }),
    'tables: letter "a" is declared twice; expected one',
  ],
  [
    'nothing of a kind',
    () => tables({ x: given('x', 0) }),
    'table x: expected a count from 1 on, got 0',
  ],
  [
    'half a row',
    () => tables({ x: list(1.5, ['y']) }),
    'table x: expected a count from 1 on, got 1.5',
  ],
  [
    'a count that a world cannot have',
    () => tables({ x: list(() => -1, ['y']) }).state({ name: 'w' }),
    'world w: expected a count from 0 on, got -1',
  ],
  [
    'a field twice',
    () => tables({ x: record(['y', 'y']) }),
    'table x: field "y" is declared twice; expected one',
  ],
  [
    'a field that a row has already',
    () => tables({ x: things('x', 1, ['name']) }),
    'table x: "name" means something else there; expected another word than index, live, name',
  ],
  [
    'a name of nothing',
    () => tables({ x: record({ y: named('bx') }), box: things('b', 1) }),
    'table x: y: there is no table "bx" of things; expected box; did you mean "box"?',
  ],
  [
    'a row of nothing',
    () => tables({ x: record({ y: rowOf('slots') }), slot: list(2, ['z']) }),
    'table x: y: there is no table "slots"; expected x or slot; did you mean "slot"?',
  ],
  [
    'a command of two words',
    () => command({ kind: 'make it', says: '' }),
    'command: kind: expected a word of letters, digits and - _ . + / =, got "make it"',
  ],
  [
    'a command that names the world',
    () => command({ kind: 'world', says: '' }),
    'command: "world" means something else there; expected another word than world',
  ],
  [
    'a command that resumes',
    () => command({ kind: 'continue', says: '' }),
    'command continue: only the steps that resume a thread begin with "continue"',
  ],
  [
    'nothing said',
    () => command({ kind: 'x', says: wrong(undefined) }),
    'command x: says: expected a sentence, got missing',
  ],
  [
    'an argument that every command has',
    () => command({ kind: 'x', says: '', fields: { kind: { uses: 'box' } } }),
    'command x: kind: "kind" means something else there; expected another word than kind, fails, stops',
  ],
  [
    'an argument of nothing',
    () => command({ kind: 'x', says: '', fields: { a: { uses: 'bocks' } } }),
    'command x: there is no table of things "bocks"; expected box',
  ],
  [
    'an argument that is no argument',
    () => command({ kind: 'x', says: '', fields: { a: wrong('box') } }),
    'command x: a: expected { uses: TABLE }, { makes: TABLE } or { oneOf: [WORD, ...] }, got "box"',
  ],
  [
    'a word with a space',
    () => command({ kind: 'x', says: '', fields: { a: { oneOf: ['wet sand'] } } }),
    'command x: a: oneOf: expected a word of letters, digits and - _ . + / =, got "wet sand"',
  ],
  [
    'a number as a word',
    () => command({ kind: 'x', says: '', fields: { a: { oneOf: wrong([1]) } } }),
    'command x: a: oneOf: expected a word of letters, digits and - _ . + / =, got 1',
  ],
  [
    'no state',
    () => specify({ ...parts, state: wrong({}) }),
    'specification "boxes": state: expected tables({...}), got {}',
  ],
  [
    'no commands',
    () => specify({ ...parts, commands: [] }),
    'specification "boxes": commands: expected at least one, got []',
  ],
  [
    'a command twice',
    () => specify({ ...parts, commands: [make, make] }),
    'specification "boxes": command "make" is declared twice; expected one',
  ],
  [
    'a law twice',
    () => specify({ ...parts, laws: [dull, dull] }),
    'specification "boxes": law "dull" is declared twice; expected one',
  ],
  [
    'an answer under no law',
    () => specify({ ...parts, commands: [{ ...make, law: 'dul' }], laws: [dull] }),
    'command make: law: there is no law "dul"; expected dull or answers-conform or linearizability; did you mean "dull"?',
  ],
  [
    'a goal of no command',
    () => specify({ ...parts, goals: [{ name: 'g', on: 'fil', reached: () => true }] }),
    'goal "g": on: there is no command "fil"; expected make or fill; did you mean "fill"?',
  ],
  [
    'a command without a function',
    () => portOf({ ...functions, commands: { make: wrong('make') } }),
    'shelf: make: expected a function, got "make"',
  ],
  [
    'no functions',
    () => portOf({ ...functions, commands: {} }),
    'shelf: commands: expected a function for each, got {}',
  ],
  [
    'no name',
    () => portOf({ ...functions, name: '' }),
    'implementation: name: expected a word for reports, got ""',
  ],
  [
    'no patience',
    () => asyncPortOf({ ...functions, commands: wrong(commands), patience: 0 }),
    'shelf: patience: expected milliseconds above 0, or Infinity, got 0',
  ],
  [
    'a point with the sign between commands',
    () => threadsOf({ name: 'shelf', commands, specification, memory: state, points: ['a; b'] }),
    'shelf: point "a; b": expected words without brackets, # and ;, one space apart',
  ],
  [
    'a point with a bracket',
    () => threadsOf({ name: 'shelf', commands, specification, memory: state, points: ['a [b]'] }),
    'shelf: point "a [b]": expected words without brackets, # and ;, one space apart',
  ],
  [
    'a part that is none',
    () => specify({ ...parts, law: [dull] } as never),
    'specification boxes: there is no "law" (known: observables, whyAlone, windDown, openings, situations, hasSituations, gauges, describe, inhabitantsAre, inhabitants, print, bounds)',
  ],
  [
    'a command with a part that is none',
    () => command({ kind: 'x', says: '', admit: () => [] } as never),
    'command x: there is no "admit"; did you mean "admits"? (known: fields, possible, admits, next, law, tells, in, runsOn, draw, overlap)',
  ],
  [
    'a law that looks at nothing',
    () => specify({ ...parts, laws: [dull] }),
    'law dull: looks at nothing; expected after, onStep or atRest, or a command with this law',
  ],
  [
    'a law at rest of what is never at rest',
    () => specify({ ...parts, laws: [{ ...dull, atRest: () => undefined }] }),
    'law dull: looks only at rest, and the tables never are; expected isOver in tables',
  ],
  [
    'something that nobody observes',
    () => portOf({ ...functions, observes: ['boxes'] }),
    'shelf: observes boxes, but observe is missing; expected a function',
  ],
];

describe('a mistake in a declaration is one line that names it', () => {
  it.each(declarations)('%s', (_what, declares, message) => {
    expect(declares).toThrow(new InputError(message));
  });
});
