import { describe, expect, it } from 'vitest';
import { success } from '../model/answer.ts';
import { parseCommand } from '../model/parse.ts';
import { worlds } from '../model/world.ts';
import { answeredWith, type Goal } from '../properties/goal.ts';
import { goals } from '../properties/goals/index.ts';
import { runnerWith } from '../testing/judge.ts';
import { after, sva } from '../testing/model.ts';
import { threads } from '../testing/threads.ts';
import { generatorOf } from './arbitrary.ts';
import { Coverage } from './coverage.ts';
import { stream } from './randomness.ts';
import type { Listener } from './run.ts';

describe('coverage', () => {
  const opened = answeredWith('open', 'OK');
  const forked = answeredWith('fork', 'OK');
  const elsewhere: Goal = { ...answeredWith('open', 'OK'), name: 'elsewhere', in: () => false };

  it('begins with every goal of the world missed', () => {
    const coverage = new Coverage([opened, forked, elsewhere], sva);
    expect(coverage.missed).toEqual([opened.name, forked.name]);
    expect(coverage.reached).toBe(0);
  });

  it('notes a goal when it is reached, for good', () => {
    const coverage = new Coverage([opened, forked], sva);
    coverage.look(after().state, parseCommand('open p0 d0 -> f0'), success);
    coverage.look(after().state, parseCommand('close p0 f0'), success);
    expect(coverage.missed).toEqual([forked.name]);
    expect(coverage.reached).toBe(1);
  });

  it('asks no goal again that was reached, and none of another command', () => {
    let asked = 0;
    const counting: Goal = { name: 'counting', on: 'open', reached: () => ++asked > 0 };
    const coverage = new Coverage([counting], sva);
    for (const line of ['fork p0 -> p1', 'open p0 d0 -> f0', 'open p0 d0 -> f1'])
      coverage.look(after().state, parseCommand(line), success);
    expect(asked).toBe(1);
  });
});

/** Traces that are run at least, and commands until every goal is reached, at most. */
const TRACES = 2000;
const COMMANDS_MAX = 200_000;

describe.each([...worlds, threads])('on the reference kernel in world $name', (world) => {
  it('no random trace breaks a law, and all goals are reached within 200,000 commands', () => {
    const random = stream(1, 'coverage', world.name);
    const generator = generatorOf(world);
    const runner = runnerWith({}, world);
    const coverage = new Coverage(goals, world);
    const broken: string[] = [];
    const listener: Listener = {
      answered: (s, _step, c, a) => coverage.look(s, c, a),
      broken: (step, { law, witness }) => broken.push(`step ${step}: ${law}: ${witness}`),
    };
    let reachedAfter = Infinity;
    for (let i = 0, commands = 0; i < TRACES || coverage.missed.length > 0; i++) {
      commands += runner.run(generator.trace(random), listener).applied;
      if (coverage.missed.length === 0) reachedAfter = Math.min(reachedAfter, commands);
      else if (commands > COMMANDS_MAX) break;
    }
    expect(broken).toEqual([]);
    expect(coverage.missed).toEqual([]);
    expect(reachedAfter).toBeLessThanOrEqual(COMMANDS_MAX);
  });
});
