import { describe, expect, it } from 'vitest';
import {
  check,
  explore,
  given,
  InputError,
  portOf,
  readSteps,
  replay,
  shrink,
  specify,
  success,
  tables,
  wordsOf,
  writeSteps,
} from '../index.ts';
import { commands, fill, functions, make, parts, port, specification } from '../testing/boxes.ts';

const system = { specification, port };

/** What somebody wrote who is not told by a compiler. */
const wrong = (value: unknown): never => value as never;

const uses: readonly (readonly [string, () => unknown, string])[] = [
  [
    'a command that is none',
    () =>
      check({
        specification,
        port: portOf({ ...functions, commands: { ...commands, fil: () => success } }),
      }),
    'shelf: "fil" is no command of the specification; did you mean "fill"?',
  ],
  [
    'no implementation',
    () => check({ specification, port: wrong({}) }),
    'port: expected what portOf, asyncPortOf or threadsOf make, or a Port of your own, got {}',
  ],
  [
    'no specification',
    () => check({ specification: wrong(parts), port }),
    'specification: expected what specify({...}) makes, got ',
  ],
  [
    'a world of two words',
    () => check({ ...system, world: { name: 'a b' } }),
    'world: name: expected a word without spaces, got "a b"',
  ],
  ['half a seed', () => check(system, { seed: 0.5 }), 'seed: expected a whole number, got 0.5'],
  [
    'fewer than no runs',
    () => check(system, { runs: -1 }),
    'runs: expected a whole number from 0 on, or Infinity, got -1',
  ],
  [
    'an unknown scheduler',
    () => check(system, { interleave: wrong('ptc') }),
    'interleave: expected pct or uniform, got "ptc"; did you mean "pct"?',
  ],
  [
    'overlaps without points',
    () => check(system, { interleave: 'pct' }),
    'interleave: pct: shelf has no points at which a command can be suspended; expected what threadsOf makes',
  ],
  [
    'the same of an exhaustive search',
    () => explore(system, { overlap: 2 }),
    'overlap: 2: shelf has no points at which a command can be suspended; expected what threadsOf makes',
  ],
  [
    'no states',
    () => explore(system, { states: 0 }),
    'states: expected a whole number from 1 on, or Infinity, got 0',
  ],
  [
    'half a depth',
    () => explore(system, { depth: 2.5 }),
    'depth: expected a whole number from 0 on, or Infinity, got 2.5',
  ],
  [
    'an unknown symmetry',
    () => explore(system, { symmetry: wrong('nmes') }),
    'symmetry: expected none or objects or names or unordered, got "nmes"; did you mean "names"?',
  ],
  [
    'an unknown budget',
    () => check(system, { budget: wrong({ state: 3 }) }),
    'budget: there is no "state"; did you mean "states"? (known: states, certified, subsequences, schedules)',
  ],
  [
    'a step that is none',
    () => replay(system, [{ kind: 'fil', box: 0 }]),
    'step 1: "fil" is no command of the specification; did you mean "fill"?',
  ],
  [
    'a step without its argument',
    () => replay(system, [{ kind: 'make' }]),
    'step 1 (make): box: expected the number of a name, from 0 on, got missing',
  ],
  [
    'a step with another word',
    () => replay(system, [{ kind: 'fill', box: 0, with: 'air' }]),
    'step 1 (fill): with: expected sand or water, got "air"',
  ],
  [
    'a step with one argument too many',
    () => replay(system, [{ kind: 'make', box: 0, size: 3 }]),
    'step 1 (make): has no argument "size"; expected box',
  ],
  [
    'a name that is made twice',
    () => replay(system, 'make -> b0; make -> b0'),
    'trace: line 1 (make): box b0 is created a second time; expected each name once',
  ],
  [
    'a trace that breaks nothing',
    () => shrink(system, readSteps(specification, 'make -> b0')),
    'the trace breaks no law',
  ],
  [
    'a law that the trace does not break',
    () =>
      shrink(system, readSteps(specification, 'make -> b0'), {
        target: { law: 'x', place: { clause: 'y' }, witness: '' },
      }),
    'the trace does not break x (y) on shelf',
  ],
  [
    'a world in which nothing can begin',
    () =>
      check({
        port,
        specification: specify({ ...parts, commands: [{ ...make, possible: () => false }, fill] }),
      }),
    'world default: no command is possible at the beginning of a trace',
  ],
  [
    'an option that is none',
    () => check(system, wrong({ run: 3 })),
    'check: there is no "run"; did you mean "runs"? (known: seed, runs, interleave, first, budget, onProgress)',
  ],
  [
    'another one',
    () => explore(system, wrong({ dept: 3 })),
    'explore: there is no "dept"; did you mean "depth"?',
  ],
  [
    'no port',
    () => check(wrong({ specification })),
    'port: expected what portOf, asyncPortOf or threadsOf make, or a Port of your own, got missing',
  ],
  [
    'a trace without a command',
    () => replay(system, '# nothing'),
    'trace: expected a command, got none',
  ],
  [
    'no command in this world',
    () => {
      const none = [make, fill].map((rules) => ({ ...rules, in: () => false }));
      return check({ port, specification: specify({ ...parts, commands: none }) });
    },
    'world default: no command is possible at the beginning of a trace',
  ],
];

describe('a mistake in what the engine is given is one line that names it', () => {
  it.each(uses)('%s', (_what, does, message) => {
    expect(does).toThrow(InputError);
    expect(does).toThrow(message);
  });
});

describe('what was not checked', () => {
  it('is said: commands that the implementation does not know', () => {
    const lacking = {
      specification,
      port: portOf({ ...functions, commands: { make: () => success } }),
    };
    expect(check(lacking, { runs: 10 }).progress.notChecked).toEqual(['fill']);
    expect(explore(lacking, { depth: 1 }).notChecked).toEqual(['fill']);
    expect(explore(system, { depth: 1 }).notChecked).toEqual([]);
  });
});

describe('two tables of threads', () => {
  it('are resumed by steps of their own', () => {
    const two = tables({
      reader: given('r', 1, [], { runs: true }),
      writer: given('w', 1, [], { runs: true }),
    });
    const words = wordsOf(two);
    const kinds = specify({
      subject: 'both',
      state: two,
      commands: [
        words.command({ kind: 'read', says: 'Reads', fields: { reader: { uses: 'reader' } } }),
        words.command({ kind: 'write', says: 'Writes', fields: { writer: { uses: 'writer' } } }),
      ],
    }).vocabulary.steps.map(({ kind }) => kind);
    expect(kinds).toEqual(['read', 'write', 'continue-reader', 'continue-writer']);
  });
});

describe('a trace as reports and replays print it', () => {
  it('is read back: numbers, answers after a colon, what was broken, comments', () => {
    const printed = [
      'shelf   world default   seed 7',
      '  1   make -> b0: box; as ordered',
      '* 2   fill b0 sand   success   # here',
    ].join('\n');
    const steps = readSteps(specification, printed);
    expect(writeSteps(specification, steps)).toBe('make -> b0\nfill b0 sand\n');
    expect(readSteps(specification, 'make -> b0: success; fill b0 sand # a; b')).toEqual(steps);
  });
});
