import { describe, expect, it } from 'vitest';
import { commandText } from '../../model/linux.ts';
import {
  type Case,
  checked,
  programOf,
  reductionLosesNothing,
  reductionShowsTheCatalogue,
  referenceBreaksNothing,
} from './overlap-program.contract.ts';
import { everySchedule } from './schedules.ts';

describe('schedules that differ only in what can be exchanged', () => {
  // On all kernels, and of all races: overlap-program.deep.test.ts.
  reductionLosesNothing(2);
  reductionShowsTheCatalogue(false, 200);
  referenceBreaksNothing();
});

describe('commands as a program', () => {
  const one: Case = {
    before: ['open p0 d0 -> f0', 'fork p0 -> p1'],
    commands: ['start p0 f0', 'exec p1', 'gp', 'exec p0', 'gp'],
  };

  it('have a task for each process, and one for each that is done at once', () => {
    expect(programOf(one).program.tasks).toBe(4);
  });

  it('are made in the order of their task', () => {
    const { program } = programOf(one);
    program.start();
    expect(program.moves()).toEqual([0, 1, 2, 3]);
    while (program.moves().includes(0)) program.step(0);
    expect(program.steps.map(commandText)).toEqual(['start p0 f0', 'exec p0']);
    expect(program.moves()).toEqual([1, 2, 3]);
  });

  it('are finished or not: a switch away from one that is not costs one', () => {
    const { program } = programOf(one);
    program.start();
    program.step(2);
    expect(program.isUnfinished).toBe(false);
    program.step(0);
    expect(program.isUnfinished).toBe(true);
    while (program.isUnfinished) program.step(0);
    expect(program.steps.map(commandText)).toEqual(['gp', 'start p0 f0']);
  });

  it('tell how many moves each made', () => {
    const { program } = programOf(one);
    program.start();
    for (let moves = program.moves(); moves.length > 0; moves = program.moves())
      program.step(moves[0]!);
    const made: string[] = [];
    let sum = 0;
    program.eachCommand((kind, moves) => {
      made.push(kind);
      sum += moves;
    });
    expect(made.toSorted()).toEqual(['exec', 'exec', 'gp', 'gp', 'start']);
    expect(sum).toBe(program.length);
  });

  it('leave out who waits', () => {
    const { program } = programOf({
      before: ['fork p0 -> p1'],
      commands: ['open p0 d0 -> f0', 'open p1 d0 -> f1'],
    });
    program.start();
    program.step(0);
    program.step(0);
    program.step(1);
    expect(program.moves()).toEqual([0]);
    while (program.isUnfinished && program.moves().includes(0)) program.step(0);
    expect(program.moves()).toContain(1);
  });

  it('are over when one of them never returns', () => {
    const { program } = programOf(
      {
        before: ['open p0 d0 -> f0', 'fork p0 -> p1', 'clone p1 -> p2'],
        commands: ['open p1 d0 -> f1', 'mmap p2 f0 mmio'],
      },
      checked({ uacceMmapMutex: 'of-device' }),
    );
    let over = 0;
    everySchedule(program, {
      reduce: true,
      onEnd: () => {
        if (!program.isOver) return;
        over++;
        expect(program.moves()).toEqual([]);
      },
    });
    expect(over).toBeGreaterThan(0);
  });

  it('begin anew, from where they are told to', () => {
    const { program } = programOf(one);
    for (let i = 0; i < 2; i++) {
      program.start();
      expect(program.length).toBe(0);
      program.step(1);
      expect(program.steps.map(commandText)).toHaveLength(1);
    }
  });

  it('know what a move touched, a call and a return among it', () => {
    const { program } = programOf(one);
    program.start();
    program.step(2);
    const { reads, writes } = program.touched!;
    const history = Math.max(...reads);
    expect(writes).toContain(history);
    program.step(0);
    expect(program.touched!.reads).toContain(history);
    expect(program.touched!.writes).not.toContain(history);
  });

  it('know that a move wrote into the log', () => {
    const twice = { before: ['open p0 d0 -> f0', 'start p0 f0'], commands: ['start p0 f0', 'gp'] };
    const { program } = programOf(twice, checked({ uacceRefusal: 'returns-at-once' }));
    program.start();
    program.step(1);
    const history = Math.max(...program.touched!.writes);
    const log = history + 1;
    while (program.moves().includes(0)) {
      expect(program.touched!.writes).not.toContain(log);
      program.step(0);
    }
    expect(program.touched!.writes).toContain(log);
  });
});
