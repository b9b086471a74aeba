import { describe, expect, it } from 'vitest';
import {
  given,
  lock,
  asyncPortOf,
  check,
  type Command,
  explore,
  InputError,
  portOf,
  record,
  refused,
  replay,
  report,
  specify,
  success,
  tables,
  threadsOf,
  TraceError,
  wordsOf,
  writeSteps,
} from '../index.ts';
import {
  commands,
  fill,
  functions,
  make,
  parts,
  port,
  specification,
  state,
} from '../testing/boxes.ts';

const { command } = wordsOf(state);

/** What somebody wrote who is not told by a compiler. */
const wrong = (value: unknown): never => value as never;

/** A shelf on which the second box cannot be filled. */
function shelfThat(fails: () => never) {
  return {
    ...functions,
    fresh: () => ({ boxes: 0 }),
    commands: {
      make: (shelf: { boxes: number }) => ((shelf.boxes += 1), success),
      fill: (shelf: { boxes: number }) => (shelf.boxes === 2 ? fails() : success),
    },
  };
}

const full = (): never => {
  throw new RangeError('no room\nfor more');
};

describe('a thread that waits alone', () => {
  it('never returns: nobody is in the midst of a command that could end the waiting', () => {
    const two = tables({ thread: given('t', 2, [], { runs: true }) });
    const leak = wordsOf(two).command({
      kind: 'leak',
      says: 'Takes a lock and keeps it',
      fields: { thread: { uses: 'thread' } },
    });
    const leaks = specify({ subject: 'lock', state: two, commands: [leak] });
    const own = tables({ lock: record(['held']) });
    const leaky = threadsOf({
      name: 'leaking',
      specification: leaks,
      memory: own,
      points: ['taken'],
      commands: {
        *leak(s: ReturnType<typeof own.state>) {
          yield* lock(s.lock, 'held');
          yield 'taken' as const;
          return success;
        },
      },
    });
    const leaking = { specification: leaks, port: leaky };
    const hung = { place: { command: 'leak', answer: 'never returned' }, grade: 'proven shortest' };
    expect(check(leaking, { runs: 20 }).findings).toMatchObject([hung]);
    expect(explore(leaking).findings).toMatchObject([hung]);
  });
});

describe('an implementation that begins later', () => {
  it('is waited for', async () => {
    const slow = asyncPortOf<{ boxes: number }>({
      name: 'slow',
      fresh: async () => await Promise.resolve({ boxes: 0 }),
      commands: {
        make: async (s) => await Promise.resolve(((s.boxes += 1), success)),
        fill: async () => await Promise.resolve(success),
      },
    });
    expect((await check({ specification, port: slow }, { runs: 5 })).findings).toEqual([]);
  });
});

describe('an implementation that throws', () => {
  const threw = {
    place: { command: 'fill', answer: 'threw RangeError' },
    grade: 'proven shortest',
    witness: 'fill threw RangeError: no room.',
  };
  const shortest = 'make -> b0\nmake -> b1\nfill b0 sand\n';

  it('breaks the law about answers, and is shrunk and proven like any other', () => {
    const throwing = { specification, port: portOf(shelfThat(full)) };
    for (const { findings } of [check(throwing, { runs: 50 }), explore(throwing)]) {
      expect(findings).toMatchObject([threw]);
      expect(writeSteps(specification, findings[0]!.trace.steps)).toBe(shortest);
      expect(report(throwing, findings[0]!).history.at(-1)).toMatchObject({
        answer: 'threw RangeError: no room',
      });
    }
  });

  it('later, too', async () => {
    const shelf = shelfThat(full);
    const { make: makes, fill: fills } = shelf.commands;
    const rejecting = asyncPortOf({
      ...shelf,
      commands: {
        make: async (s: { boxes: number }) => await Promise.resolve(makes(s)),
        fill: async (s: { boxes: number }) => await Promise.resolve().then(() => fills(s)),
      },
    });
    const { findings } = await check({ specification, port: rejecting }, { runs: 50 });
    expect(findings).toMatchObject([threw]);
  });

  it('at a point of a thread, too', () => {
    const threads = threadsOf({
      name: 'threads',
      specification,
      memory: state,
      points: ['here'],
      commands: {
        make: (s: ReturnType<typeof state.state>, { box }: Command & { box: number }) => {
          s.box.add(box);
          return success;
        },
        *fill(s: ReturnType<typeof state.state>) {
          yield 'here';
          if (s.box.all().length === 2) throw new RangeError('no room');
          return success;
        },
      },
    });
    expect(explore({ specification, port: threads }).findings).toMatchObject([threw]);
  });

  it('never answers: that is broken, too, and the search goes on', async () => {
    const hanging = asyncPortOf({
      ...functions,
      patience: 1,
      commands: {
        make: async () => await Promise.resolve(success),
        fill: async () => await new Promise<never>(() => {}),
      },
    });
    const { findings } = await check({ specification, port: hanging }, { runs: 3 });
    expect(findings).toMatchObject([
      {
        place: { command: 'fill', answer: 'never returned' },
        witness: 'fill never returned. Admitted: success.',
        grade: 'proven shortest',
      },
    ]);
  });
});

describe('an implementation that cannot be judged', () => {
  it.each([
    [
      'nothing',
      undefined,
      'shelf: make answered nothing; expected success, ok(VALUE) or refused(WORD)',
    ],
    [
      'something else',
      true,
      'shelf: make answered true; expected success, ok(VALUE) or refused(WORD)',
    ],
  ])('because it answers %s says so', async (_what, answer, message) => {
    const answers = { ...functions, commands: { make: () => wrong(answer) } };
    expect(() => check({ specification, port: portOf(answers) })).toThrow(new InputError(message));
    const later = asyncPortOf({
      ...answers,
      commands: { make: async () => await Promise.resolve(wrong(answer)) },
    });
    await expect(check({ specification, port: later })).rejects.toThrow(new InputError(message));
  });

  it('because it does not do the same each time says so, with the trace', () => {
    let n = 0;
    const odd = {
      ...functions,
      commands: { ...commands, make: () => (n++ === 3 ? refused('odd') : success) },
    };
    expect(() => check({ specification, port: portOf(odd) })).toThrow(
      /^shelf does not do the same each time: .* when the trace ran again: make -> b0/,
    );
  });

  it('because it yields a point that it does not have says which it has', () => {
    const threads = threadsOf({
      name: 'shelf',
      specification,
      memory: state,
      points: ['here'],
      commands: {
        *make() {
          yield wrong('her');
          return success;
        },
      },
    });
    expect(() => check({ specification, port: threads })).toThrow(
      'shelf: yields "her", which is none of its points: here; did you mean "here"?',
    );
  });
});

describe('a specification that throws', () => {
  const failing = specify({
    ...parts,
    commands: [
      make,
      {
        ...fill,
        next() {
          throw new TypeError('no such box');
        },
      },
    ],
  });
  const failure = /^TypeError: no such box\nin the trace: make -> b\d.*; fill b\d (sand|water)$/s;

  it.each([
    ['check', () => check({ specification: failing, port })],
    ['explore', () => explore({ specification: failing, port })],
    ['replay', () => replay({ specification: failing, port }, 'make -> b0; fill b0 sand')],
  ])('is told with the trace by %s', (_verb, does) => {
    expect(does).toThrow(TraceError);
    expect(does).toThrow(failure);
  });

  it('is told with the trace where states are put back', () => {
    const memory = portOf({
      ...functions,
      fresh: (world) => tables({ x: record(['y']) }).state(world),
      memory: (s) => s.layout,
    });
    expect(() => explore({ specification: failing, port: memory })).toThrow(failure);
  });
});

describe('an answer in words', () => {
  it('shows the value where values differ and nothing says them, and says where none is admitted', () => {
    const counting = specify({
      ...parts,
      commands: [
        command({ kind: 'count', says: 'Counts', admits: () => [{ errno: 0, value: 1 }] }),
      ],
    });
    const counts = portOf({ ...functions, commands: { count: () => success } });
    const [finding] = explore({ specification: counting, port: counts }).findings;
    expect(finding!.witness).toBe('count answered success (0). Admitted: success (1).');
    const never = specify({
      ...parts,
      commands: [command({ kind: 'count', says: '', admits: () => [] })],
    });
    const [none] = explore({ specification: never, port: counts }).findings;
    expect(none!.witness).toBe('count answered success. Admitted: none.');
  });
});
