import {
  type Answer,
  type Port,
  portOf,
  record,
  refused,
  specify,
  success,
  tables,
  wordsOf,
} from '../index.ts';

/** For suites: a counter that has to be at least 0, and one whose `down` forgets that at 2. */
export const state = tables({ counter: record(['value']) });
export const { command, law } = wordsOf(state);
export const below = refused('below zero');
export const counter = specify({
  subject: 'counter',
  state,
  commands: [
    command({ kind: 'up', says: 'Counts up', next: (s) => void s.counter.value++ }),
    command({
      kind: 'down',
      says: 'Counts down, if it can',
      admits: (s) => [s.counter.value > 0 ? success : below],
      next: (s) => void s.counter.value--,
    }),
  ],
});

const numbers = tables({ counter: record(['value']) });
type Numbers = ReturnType<typeof numbers.state>;

export function counting(down: (s: Numbers) => Answer, hasMemory = true): Port {
  return portOf<Numbers>({
    name: 'counting',
    fresh: (world) => numbers.state(world),
    commands: {
      up(s) {
        s.counter.value = Math.min(s.counter.value + 1, 3);
        return success;
      },
      down,
    },
    describe: (s) => numbers.describe(s),
    ...(hasMemory && { memory: (s: Numbers) => s.layout }),
  });
}

/** Refuses where it must not. */
export const wrongAtTwo = (s: Numbers): Answer => (s.counter.value === 2 ? below : rightly(s));

export function rightly(s: Numbers): Answer {
  if (s.counter.value === 0) return below;
  s.counter.value--;
  return success;
}
export const system = { specification: counter, port: counting(wrongAtTwo) };
