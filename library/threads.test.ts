import { describe, expect, it } from 'vitest';
import {
  check,
  explore,
  given,
  lock,
  ok,
  record,
  replay,
  specify,
  success,
  tables,
  threadsOf,
  wordsOf,
} from '../index.ts';

describe('threads', () => {
  const two = tables({ thread: given('t', 2, [], { runs: true }) });
  const thread = { thread: { uses: 'thread' } } as const;
  const words = wordsOf(two);
  const specification = specify({
    subject: 'program',
    state: two,
    commands: ['ab', 'ba'].map((kind) =>
      words.command({ kind, says: 'Takes two locks', fields: thread, admits: () => [ok(0)] }),
    ),
  });
  const locks = tables({ locks: record(['a', 'b']) });
  const port = threadsOf({
    name: 'crossed',
    specification,
    memory: locks,
    points: ['between'],
    commands: Object.fromEntries(
      (['ab', 'ba'] as const).map((kind) => [
        kind,
        function* ({ locks: l }: ReturnType<typeof locks.state>) {
          const [first, second] = kind === 'ab' ? (['a', 'b'] as const) : (['b', 'a'] as const);
          yield* lock(l, first);
          yield 'between' as const;
          yield* lock(l, second);
          Object.assign(l, { a: 0, b: 0 });
          return success;
        },
      ]),
    ),
  });
  const threads = { specification, port };

  it('wait for each other for ever where they take locks crosswise', () => {
    const { findings } = explore(threads, { overlap: 2, depth: 2 });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      place: { command: 'ab', answer: 'never returned' },
      grade: 'proven shortest',
      switches: { count: 2, isProven: true },
    });
    const { steps } = replay(threads, findings[0]!.trace.steps);
    expect(steps.map((step) => step.state)).toContain('waiting');
  });

  it('run through all points where nobody else does, and it is said that they did not overlap', () => {
    expect(explore(threads, { depth: 4 })).toMatchObject({
      findings: [],
      notChecked: ['commands that overlap; they are with overlap: 2'],
    });
    expect(explore(threads, { overlap: 2, depth: 2 }).notChecked).toEqual([
      'more than 2 commands that overlap; they are with overlap: 3',
    ]);
    expect(check(threads, { runs: 5 }).progress.notChecked).toEqual([
      "commands that overlap; they are with interleave: 'pct'",
    ]);
    expect(check(threads, { runs: 5, interleave: 'pct' }).progress.notChecked).toEqual([]);
    expect(replay(threads, 'ab t0; ba t1').broken).toEqual([]);
  });
});
