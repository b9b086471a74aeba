/**
 * A queue with room for two values, used by two threads. A put looks for a free slot, writes, and then increments the count;
 * without a lock, another put can run in between.
 *
 *     npm run example -- queue check | explore | replay "put t0 x; get t1" [IMPLEMENTATION]
 */
import {
  given,
  list,
  lock,
  ok,
  record,
  refused,
  type Row,
  specify,
  success,
  tables,
  threadsOf,
  wordsOf,
} from '../index.ts';
import type { Example } from './cli.ts';

const SIZE = 2;
const values = ['x', 'y'] as const;
const empty = refused('empty');
const full = refused('full');

// What a queue is: values, the oldest first.

const state = tables({
  thread: given('t', 2, [], { runs: true }),
  value: list(SIZE, ['is']),
  queue: record(['length']),
});
const { command } = wordsOf(state);
const thread = { thread: { uses: 'thread' } } as const;

const specification = specify({
  subject: 'queue',
  state,
  commands: [
    command({
      kind: 'put',
      says: 'A thread puts a value into the queue; refused if the queue is full',
      fields: { ...thread, value: { oneOf: values } },
      admits: ({ queue }) => [queue.length < SIZE ? success : full],
      next(s, { value }) {
        s.value[s.queue.length]!.is = values.indexOf(value);
        s.queue.length++;
      },
    }),
    command({
      kind: 'get',
      says: 'A thread takes the oldest value out of the queue; refused if the queue is empty',
      fields: thread,
      admits: (s) => [s.queue.length > 0 ? ok(s.value[0]!.is) : empty],
      next(s) {
        s.queue.length--;
        for (let i = 0; i < SIZE; i++) s.value[i]!.is = s.value[i + 1]?.is ?? 0;
      },
      tells: ({ value }) => values[value]!,
    }),
  ],
});

// A ring buffer in plain code.

const ring = tables({
  slot: list(SIZE, ['is']),
  ring: record(['head', 'count', 'lock']),
});
type Put = { readonly value: (typeof values)[number] };

const points = ['put: room found, nothing written', 'put: written, not yet counted'] as const;

const unlock = (s: Row<'lock'>): number => (s.lock = 0);

/** @param isLocked - whether a put and a get exclude each other */
function ringBuffer(name: string, isLocked: boolean) {
  return threadsOf({
    name,
    specification,
    alike: true,
    memory: ring,
    points,
    commands: {
      *put({ slot, ring: r }, { value }: Put) {
        if (isLocked) yield* lock(r, 'lock');
        if (r.count === SIZE) return (unlock(r), full);
        const at = (r.head + r.count) % SIZE;
        yield points[0];
        slot[at]!.is = values.indexOf(value);
        const count = r.count + 1;
        yield points[1];
        r.count = count;
        unlock(r);
        return success;
      },
      *get({ slot, ring: r }) {
        if (isLocked) yield* lock(r, 'lock');
        if (r.count === 0) return (unlock(r), empty);
        const value = slot[r.head]!.is;
        r.head = (r.head + 1) % SIZE;
        r.count--;
        unlock(r);
        return ok(value);
      },
    },
  });
}

export const example: Example = {
  specification,
  ports: [ringBuffer('racing', false), ringBuffer('locked', true)],
  world: { name: 'two-threads', says: `${SIZE} slots, 2 threads` },
  check: { interleave: 'pct' },
  explore: { overlap: 2, depth: 5 },
};
