import { describe, expect, it } from 'vitest';
import {
  count,
  load,
  lock,
  randomToy,
  storeNext,
  once,
  type Toy,
  ToyProgram,
  unlock,
} from '../../testing/toy-program.ts';
import { stream } from '../randomness.ts';
import { countSchedules } from './count.ts';
import type { Program } from './program.ts';
import { counters, ofRandomPrograms, ofThreeTasksAre, searched } from './schedules.contract.ts';
import { everySchedule } from './schedules.ts';

/** Two tasks that count a word up in two steps. */
const unlocked: Toy = { words: 1, tasks: [0, 1].map(() => once(load(0), storeNext(0))) };
/** The same, behind a lock. */
const locked: Toy = {
  words: 2,
  tasks: [0, 1].map(() => once(lock(1), load(0), storeNext(0), unlock(1))),
};

describe('all schedules', () => {
  it('are told in the order of their moves, each once', () => {
    const { ways, completed } = searched(new ToyProgram(unlocked));
    expect(ways).toEqual(['AABB', 'ABAB', 'ABBA', 'BAAB', 'BABA', 'BBAA']);
    expect(completed).toBe(6);
  });

  it('of tasks that never wait are as many as can be counted beforehand', () => {
    const { completed, ways } = searched(new ToyProgram(counters(3, 3, true)));
    expect(BigInt(completed)).toBe(countSchedules([3, 3, 3]));
    expect(new Set(ways).size).toBe(completed);
  });

  ofThreeTasksAre(4, 34_650);

  it('of tasks that take a lock are those in which nobody moves who has to wait', () => {
    expect(searched(new ToyProgram(locked)).ways).toEqual(['AAAABBBB', 'BBBBAAAA']);
  });

  it('include those in which nobody can go on any more', () => {
    const abba = {
      words: 2,
      tasks: [once(lock(0), lock(1), unlock(1)), once(lock(1), lock(0), unlock(0))],
    };
    expect(searched(new ToyProgram(abba)).ways).toContain('AB');
  });

  it('of a task that may begin with one of two commands are those of each', () => {
    const either = { commands: [[count(0)], [count(1), count(1)]], rounds: 2 };
    const { states, completed } = searched(new ToyProgram({ words: 2, tasks: [either] }));
    expect(completed).toBe(4);
    expect([...states].toSorted()).toEqual(['0 4 | 0', '1 2 | 0', '2 0 | 0']);
  });

  it('of nobody are one, in which nothing happens', () => {
    expect(searched(new ToyProgram({ words: 0, tasks: [] }))).toMatchObject({
      ways: [''],
      completed: 1,
    });
  });

  it('are looked at no further than where it is over', () => {
    const first = { ...unlocked, isOver: (words: readonly number[]) => words[0] === 1 };
    expect(searched(new ToyProgram(first)).ways).toEqual(['AA', 'ABA', 'ABB', 'BAA', 'BAB', 'BB']);
  });

  it('are counted by their moves, those made again to come back apart', () => {
    const { moves, replayed } = searched(new ToyProgram(unlocked));
    // The tree of AABB, ABAB, ...: 2 moves, 4, 6 and 6; coming back to A, to the root, to B and so on.
    expect({ moves, replayed }).toEqual({ moves: 18, replayed: 1 + 2 + 0 + 1 + 2 });
  });

  it('need no footprints', () => {
    expect(searched(new ToyProgram(unlocked, false)).completed).toBe(6);
  });
});

describe('two tasks that count up', () => {
  it('without a lock lose an update', () => {
    for (const reduce of [false, true]) {
      const { states } = searched(new ToyProgram(unlocked), { reduce });
      expect(new Set([...states].map((state) => state[0]))).toEqual(new Set(['1', '2']));
    }
  });

  it('with a lock do not', () => {
    for (const reduce of [false, true]) {
      const { states } = searched(new ToyProgram(locked), { reduce });
      expect(new Set([...states].map((state) => state[0]))).toEqual(new Set(['2']));
    }
  });
});

describe('the schedules that differ in more than the order of what can be exchanged', () => {
  it('are one, where nobody touches what another does', () => {
    const { completed } = searched(new ToyProgram(counters(3, 4, false)), { reduce: true });
    expect(completed).toBe(1);
  });

  it('are not all that is begun: a run is given up where whatever could move is asleep', () => {
    const found = searched(new ToyProgram(counters(2, 1, false)), { reduce: true });
    // AB; then B, where A would come to the same.
    expect(found).toMatchObject({ ways: ['AB'], slept: 1, moves: 3 });
  });

  it('are one, where what is shared is only read', () => {
    const readers = { words: 1, tasks: [0, 1, 2].map(() => once(load(0), load(0))) };
    expect(searched(new ToyProgram(readers), { reduce: true }).completed).toBe(1);
  });

  it('are all, where everybody writes the same word', () => {
    const { completed, slept } = searched(new ToyProgram(counters(3, 3, true)), { reduce: true });
    expect(completed).toBe(1680);
    expect(slept).toBe(0);
  });

  it('are all, where nobody knows what was touched', () => {
    const blind = new ToyProgram(counters(2, 3, false), false);
    expect(searched(blind, { reduce: true }).completed).toBe(20);
  });

  it('are as many as orders of the steps that conflict', () => {
    // Each does four things for itself around one that both do.
    const around = [1, 2].map((own) => once(count(own), count(own), count(0), count(own)));
    const toy = { words: 3, tasks: around };
    expect(searched(new ToyProgram(toy)).completed).toBe(70);
    expect(searched(new ToyProgram(toy), { reduce: true }).completed).toBe(2);
  });

  it('include every order in which two tasks take a lock', () => {
    expect(searched(new ToyProgram(locked), { reduce: true }).ways).toEqual([
      'AAAABBBB',
      'BBBBAAAA',
    ]);
  });
});

// More of them: schedules.deep.test.ts.
ofRandomPrograms(30);

describe('a context switch', () => {
  it('is one where the task that is left is in the midst of something', () => {
    const { ways, switches } = searched(new ToyProgram(unlocked));
    expect(Object.fromEntries(ways.map((way, i) => [way, switches[i]]))).toEqual({
      AABB: 0,
      ABAB: 2,
      ABBA: 1,
      BAAB: 1,
      BABA: 2,
      BBAA: 0,
    });
  });

  it('is none between two commands of a task', () => {
    const twice = { commands: [[count(0)]], rounds: 2 };
    const { switches } = searched(new ToyProgram({ words: 1, tasks: [twice, twice] }));
    expect(switches).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('is none where the task that is left has to wait', () => {
    const { ways, switches } = searched(
      new ToyProgram({
        words: 2,
        tasks: [once(count(0), lock(1), unlock(1)), once(lock(1), count(0), unlock(1))],
      }),
    );
    // A can only wait for the lock that B holds.
    expect(switches[ways.indexOf('BABBAA')]).toBe(1);
    expect(switches[ways.indexOf('ABBBAA')]).toBe(1);
    expect(switches[ways.indexOf('BBABAA')]).toBe(1);
  });
});

describe('schedules with few context switches', () => {
  it.each([
    { switches: 0, ways: ['AABB', 'BBAA'], beyond: 2 },
    { switches: 1, ways: ['AABB', 'ABBA', 'BAAB', 'BBAA'], beyond: 2 },
    { switches: 2, ways: ['AABB', 'ABAB', 'ABBA', 'BAAB', 'BABA', 'BBAA'], beyond: 0 },
  ])('of at most $switches', ({ switches, ways, beyond }) => {
    expect(searched(new ToyProgram(unlocked), { switches })).toMatchObject({ ways, beyond });
  });

  it('are those of all that have no more', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const toy = randomToy(stream(seed, 'toy'));
      const all = searched(new ToyProgram(toy));
      for (const most of [0, 1, 2]) {
        const few = searched(new ToyProgram(toy), { switches: most });
        expect([seed, few.ways]).toEqual([
          seed,
          all.ways.filter((_, i) => all.switches[i]! <= most),
        ]);
        expect(few.beyond === 0).toBe(few.completed === all.completed);
      }
    }
  });

  it('cannot be looked for among the representatives of others', () => {
    expect(() => searched(new ToyProgram(unlocked), { reduce: true, switches: 1 })).toThrow(
      'not both at once',
    );
  });
});

describe('a search', () => {
  it('can be ended between two runs', () => {
    let asked = 0;
    const { ways, ended } = searched(new ToyProgram(unlocked), {
      goOn: ({ completed }) => completed === ++asked && completed < 3,
    });
    expect([ways, ended]).toEqual([['AABB', 'ABAB', 'ABBA'], 'stopped']);
  });

  it('says when it has seen all', () => {
    expect(searched(new ToyProgram(unlocked)).ended).toBe('all');
  });

  it('notices a program that does not do the same again', () => {
    let starts = 0;
    const fickle = tasksWith({
      start: () => void starts++,
      moves: (made) => (made < 2 ? [starts, starts + 1] : []),
    });
    expect(() => everySchedule(fickle, { reduce: false, onEnd: () => {} })).toThrow(
      'after the same 1 moves, others are possible than before',
    );
  });

  it('notices a program that does not say what makes a move possible', () => {
    const silent = new (class extends ToyProgram {
      override moves() {
        // Once the second task has moved, the first cannot, and nothing that it reads tells why.
        return super.moves().filter((move) => this.taskOf(move) === 1 || this.words[1] === 0);
      }
    })({ words: 2, tasks: [once(count(0)), once(count(1))] });
    expect(() => searched(silent, { reduce: true })).toThrow('made it impossible');
  });
});

/** A program of which only the moves matter. */
function tasksWith(of: { start: () => void; moves: (made: number) => number[] }): Program {
  let made = 0;
  return {
    start() {
      made = 0;
      of.start();
    },
    moves: () => of.moves(made),
    taskOf: (move) => move,
    step: () => void made++,
    touched: undefined,
    isUnfinished: false,
    isOver: false,
  };
}
