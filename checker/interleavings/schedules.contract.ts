import { describe, expect, it } from 'vitest';
import { conflicts, type Touched } from '../../memory/footprint.ts';
import {
  count,
  letters,
  once,
  randomToy,
  type Toy,
  ToyProgram,
} from '../../testing/toy-program.ts';
import { stream } from '../randomness.ts';
import { everySchedule, type ScheduleSearch } from './schedules.ts';

/** Everything that a search was told of. */
export function searched(program: ToyProgram, options: Partial<ScheduleSearch> = {}) {
  const ways: string[] = [];
  const states: string[] = [];
  const switches: number[] = [];
  const counts = everySchedule(program, {
    reduce: false,
    ...options,
    onEnd(moves, many) {
      ways.push(letters(moves));
      states.push(program.state);
      switches.push(many);
    },
  });
  return { ...counts, ways, states: new Set(states), switches };
}

/**
 * Each task increments a word a number of times.
 *
 * @param steps - increments by each task
 * @param shared - all tasks increment the same word; otherwise each has its own
 */
export function counters(tasks: number, steps: number, shared: boolean): Toy {
  return {
    words: tasks,
    tasks: Array.from({ length: tasks }, (_, i) =>
      once(...Array.from({ length: steps }, () => count(shared ? 0 : i))),
    ),
  };
}

/** Three tasks of so many steps that nobody else touches have so many schedules, of which one is enough. */
export function ofThreeTasksAre(steps: number, schedules: number): void {
  it(`of three tasks of ${steps} steps are ${schedules.toLocaleString('en')}`, () => {
    const program = new ToyProgram(counters(3, steps, false), false);
    expect(everySchedule(program, { reduce: false, onEnd: () => {} }).completed).toBe(schedules);
    const reducible = new ToyProgram(counters(3, steps, false));
    expect(everySchedule(reducible, { reduce: true, onEnd: () => {} }).completed).toBe(1);
  });
}

export function ofRandomPrograms(howMany: number): void {
  const programs = Array.from({ length: howMany }, (_, seed) => ({
    seed,
    toy: randomToy(stream(seed, 'toy')),
  }));

  describe('of random programs', () => {
    it('those that are left come to the same ends, and are never more', () => {
      let left = 0;
      let all = 0;
      for (const { seed, toy } of programs) {
        const [full, reduced] = [false, true].map((reduce) =>
          searched(new ToyProgram(toy), { reduce }),
        ) as [ReturnType<typeof searched>, ReturnType<typeof searched>];
        expect([seed, reduced.states]).toEqual([seed, full.states]);
        expect(reduced.completed + reduced.slept).toBeLessThanOrEqual(full.completed);
        all += full.completed;
        left += reduced.completed;
      }
      expect(left).toBeLessThan(all / 2);
    });

    it('exactly one is left of those that differ only in what can be exchanged', () => {
      for (const { seed, toy } of programs) {
        const [full, reduced] = [false, true].map((reduce) => classes(toy, reduce));
        expect([seed, reduced!.length]).toEqual([seed, new Set(full).size]);
        expect([seed, new Set(reduced)]).toEqual([seed, new Set(full)]);
      }
    });

    it('what ends one early is found in those that are left if it is anywhere', () => {
      let found = 0;
      for (const { seed, toy } of programs) {
        const [full, reduced] = [false, true].map((reduce) => {
          const program = new ToyProgram({ ...toy, isOver });
          let isFound = false;
          everySchedule(program, { reduce, onEnd: () => (isFound ||= program.isOver) });
          return isFound;
        });
        expect([seed, reduced]).toEqual([seed, full]);
        if (full === true) found++;
      }
      // It is neither always so nor never.
      expect(found).toBeGreaterThan(programs.length / 10);
      expect(found).toBeLessThan(programs.length);
    });
  });
}

/** Of a random program, something that may happen on its way and may not. */
function isOver(words: readonly number[]): boolean {
  return words.some((word) => word % 5 === 4);
}

/**
 * Of each schedule its class: which step of which task comes before which, among those that conflict.
 * Two schedules that differ only by exchanging neighbours that do not have the same.
 */
function classes(toy: Toy, reduce: boolean): string[] {
  const program = new ToyProgram(toy);
  const found: string[] = [];
  everySchedule(program, {
    reduce,
    onEnd: (moves) => void found.push(classOf(program, moves)),
  });
  return found;
}

function classOf(program: ToyProgram, moves: readonly number[]): string {
  const steps: { name: string; task: number; touched: Touched }[] = [];
  const made = new Map<number, number>();
  const order: string[] = [];
  program.start();
  for (const move of moves) {
    program.step(move);
    const owner = program.taskOf(move);
    made.set(owner, (made.get(owner) ?? 0) + 1);
    const step = {
      name: `${owner}.${made.get(owner)}:${move}`,
      task: owner,
      touched: program.touched!.copy(),
    };
    for (const before of steps)
      if (before.task === owner || conflicts(before.touched, step.touched))
        order.push(`${before.name} < ${step.name}`);
    order.push(step.name);
    steps.push(step);
  }
  return order.toSorted().join(', ');
}
