import { describe, expect, it } from 'vitest';
import {
  count,
  letters,
  load,
  lock,
  noteChange,
  store,
  once,
  type Toy,
  ToyProgram,
  unlock,
} from '../../testing/toy-program.ts';
import type { Draw } from '../draw.ts';
import { type RandomStream, stream } from '../randomness.ts';
import { Pct, pctBound } from './pct.ts';
import { everySchedule } from './schedules.ts';
import { runOnce, type Scheduler } from './scheduler.ts';
import { Uniform } from './uniform.ts';

const RUNS = 4000;

/** The word in which a toy notes that it went wrong. */
const WRONG = 1;

type SchedulerOf = (draw: RandomStream) => Scheduler;
const pct =
  (depth: number): SchedulerOf =>
  (draw) =>
    new Pct(draw, depth);
const uniform: SchedulerOf = (draw) => new Uniform(draw);

/** Runs of a toy with many seeds: the schedules, and in which share of them it went wrong. */
function runs(toy: Toy, schedulerOf: SchedulerOf) {
  const program = new ToyProgram(toy, false);
  const expected = { tasks: toy.tasks.length, steps: stepsOf(toy) };
  const ways = new Map<string, number>();
  let wrong = 0;
  for (let seed = 0; seed < RUNS; seed++) {
    const way = letters(runOnce(program, schedulerOf(stream(seed, 'schedule')), expected));
    ways.set(way, (ways.get(way) ?? 0) + 1);
    wrong += program.words[WRONG]!;
  }
  return { ways, wrong: wrong / RUNS };
}

function stepsOf({ tasks }: Toy): number {
  return tasks.reduce((sum, { commands }) => sum + commands[0]!.length, 0);
}

/** Steps that matter to nobody. */
function idle(steps: number) {
  return Array.from({ length: steps }, () => count(2));
}

/** Wrong if the first task moves when the other has done all its steps. */
const late: Toy = { words: 3, tasks: [once(noteChange(0, WRONG)), once(...idle(18), store(0, 5))] };

/** Wrong if what the first task loaded changes before its next step: at one step of 31, another of 4 has to move. */
const torn: Toy = {
  words: 3,
  tasks: [
    once(...idle(4), load(0), noteChange(0, WRONG), ...idle(4)),
    once(...idle(8), store(0, 5)),
    once(...idle(6)),
    once(...idle(6)),
  ],
};

/** Wrong if that happens twice in a row. */
const tornTwice: Toy = {
  words: 4,
  tasks: [
    once(load(0), noteChange(0, 3), load(0), {
      does: (words, local) => {
        if (words[3]!.value === 1) noteChange(0, WRONG).does(words, local);
      },
    }),
    once(store(0, 5), store(0, 6)),
  ],
};

/** The schedule of one run. */
function wayOf(seed: number): string {
  const expected = { tasks: 4, steps: stepsOf(torn) };
  return letters(runOnce(new ToyProgram(torn), new Pct(stream(seed, 'run'), 3), expected));
}

describe('runs of depth 1', () => {
  it('are the orders of the tasks, one after the other, as likely each', () => {
    const toy = { words: 3, tasks: [0, 1, 2].map(() => once(...idle(2))) };
    const { ways } = runs(toy, pct(1));
    const orders = ['AABBCC', 'AACCBB', 'BBAACC', 'BBCCAA', 'CCAABB', 'CCBBAA'];
    expect([...ways.keys()].toSorted()).toEqual(orders);
    for (const many of ways.values()) expect(Math.abs(many / RUNS - 1 / 6)).toBeLessThan(0.03);
  });
});

describe('runs of depth d', () => {
  it.each([2, 3])('of two tasks are the schedules with less than %i context switches', (depth) => {
    const toy = { words: 3, tasks: [once(...idle(3)), once(...idle(3))] };
    const few: string[] = [];
    everySchedule(new ToyProgram(toy), {
      reduce: false,
      switches: depth - 1,
      onEnd: (moves) => void few.push(letters(moves)),
    });
    expect([...runs(toy, pct(depth)).ways.keys()].toSorted()).toEqual(few);
  });

  it('go on with the next where the first has to wait, and back when it need not any more', () => {
    const tasks = [once(lock(0), unlock(0), count(1)), once(count(1), lock(0), unlock(0))];
    // A falls behind its first step, B wants the lock, A lets it go, B is before A again.
    expect([...runs({ words: 2, tasks }, pct(2)).ways.keys()]).toContain('ABABBA');
  });

  it('begin one of several commands of a task as often as another', () => {
    const either = { commands: [[count(0)], [count(1)]], rounds: 1 };
    const { wrong } = runs({ words: 2, tasks: [either] }, pct(2));
    expect(Math.abs(wrong - 1 / 2)).toBeLessThan(0.03);
  });

  it('are the same for the same seed', () => {
    expect(wayOf(1)).toBe(wayOf(1));
    expect(wayOf(2)).not.toBe(wayOf(1));
  });
});

describe('a mistake of depth d is met at least as often as is promised', () => {
  it.each([
    { name: 'one task before another', toy: late, depth: 1 },
    { name: 'one step torn from the next', toy: torn, depth: 2 },
    { name: 'twice in a row', toy: tornTwice, depth: 4 },
  ])('in all that can be drawn: $name, of depth $depth', ({ toy, depth }) => {
    const draw = new EveryDraw();
    const program = new ToyProgram(toy, false);
    const expected = { tasks: toy.tasks.length, steps: stepsOf(toy) };
    let wrong = 0;
    let all = 0;
    do {
      runOnce(program, new Pct(draw, depth), expected);
      wrong += program.words[WRONG]!;
      all++;
    } while (draw.next());
    expect(wrong / all).toBeGreaterThanOrEqual(pctBound(expected.tasks, expected.steps, depth));
  });

  it('with many seeds', () => {
    expect(runs(torn, pct(2)).wrong).toBeGreaterThanOrEqual(pctBound(4, 31, 2));
  });

  it('where each move at random hardly ever meets it', () => {
    expect(runs(late, uniform).wrong).toBe(0);
  });

  it('and never with a depth that is too small', () => {
    expect(runs(torn, pct(1)).wrong).toBe(0);
    expect(runs(tornTwice, pct(2)).wrong).toBe(0);
  });
});

describe('the bound', () => {
  it.each([
    [2, 100, 1, 1 / 2],
    [2, 100, 2, 1 / 200],
    [4, 10, 3, 1 / 400],
  ])('for %i tasks, %i steps and depth %i is %f', (tasks, steps, depth, expected) => {
    expect(pctBound(tasks, steps, depth)).toBe(expected);
  });
});

describe('what makes no sense is refused:', () => {
  it('a depth below 1', () => {
    expect(() => new Pct(stream(1), 0)).toThrow('depth 0: expected a whole number from 1');
  });

  it('a task that was not announced', () => {
    const one = { tasks: 1, steps: 31 };
    expect(() => runOnce(new ToyProgram(torn), new Pct(stream(1), 2), one)).toThrow(
      'task 1: no such task was announced',
    );
  });
});

/** Draws everything that can be drawn, one after the other: what is drawn does not change the bounds. */
class EveryDraw implements Draw {
  readonly #drawn: number[] = [];
  readonly #last: number[] = [];
  #at = 0;

  nextInt(min: number, max: number): number {
    this.#last[this.#at] = max - min;
    const drawn = (this.#drawn[this.#at++] ??= 0);
    return min + drawn;
  }

  /** On to what comes next; returns whether there is anything. */
  next(): boolean {
    this.#at = 0;
    for (let i = 0; i < this.#drawn.length; i++) {
      if (this.#drawn[i]! < this.#last[i]!) {
        this.#drawn[i]!++;
        return true;
      }
      this.#drawn[i] = 0;
    }
    return false;
  }
}
