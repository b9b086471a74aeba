import { describe, expect, it } from 'vitest';
import { success } from '../model/answer.ts';
import { parseCommand } from '../model/linux.ts';
import { findWorld, worlds } from '../model/worlds.ts';
import { answeredWith, type Goal } from '../properties/goal.ts';
import { after, sva } from '../testing/model.ts';
import { threads } from '../testing/threads.ts';
import { breaksNothing, reachesEveryGoal } from './coverage.contract.ts';
import { Coverage } from './coverage.ts';
import { specification } from '../properties/linux.ts';

describe('coverage', () => {
  const opened = answeredWith('open', 'OK');
  const forked = answeredWith('fork', 'OK');
  const elsewhere: Goal = { ...answeredWith('open', 'OK'), name: 'elsewhere', in: () => false };

  it('begins with every goal of the world missed', () => {
    const coverage = new Coverage({ ...specification, goals: [opened, forked, elsewhere] }, sva);
    expect(coverage.missed).toEqual([opened.name, forked.name]);
    expect(coverage.reached).toBe(0);
  });

  it('notes a goal when it is reached, for good', () => {
    const coverage = new Coverage({ ...specification, goals: [opened, forked] }, sva);
    coverage.look(after().state, parseCommand('open p0 d0 -> f0'), success);
    coverage.look(after().state, parseCommand('close p0 f0'), success);
    expect(coverage.missed).toEqual([forked.name]);
    expect(coverage.reached).toBe(1);
  });

  it('asks no goal again that was reached, and none of another command', () => {
    let asked = 0;
    const counting: Goal = { name: 'counting', on: 'open', reached: () => ++asked > 0 };
    const coverage = new Coverage({ ...specification, goals: [counting] }, sva);
    for (const line of ['fork p0 -> p1', 'open p0 d0 -> f0', 'open p0 d0 -> f1'])
      coverage.look(after().state, parseCommand(line), success);
    expect(asked).toBe(1);
  });
});

/** Worlds in which every goal is soon reached; the others: coverage.deep.test.ts. */
const quick = ['sva-small', 'sva-tiny-keep-on-exec', 'sva-keep-on-exec', 'vfio-passthrough'];

describe.each([...worlds, threads])('on the reference kernel in world $name', (world) => {
  breaksNothing(world, 80);
});

describe.each(quick.map(findWorld))('on the reference kernel in world $name', (world) => {
  reachesEveryGoal(world, 30_000);
});
