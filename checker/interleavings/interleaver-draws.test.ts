import { describe, expect, it } from 'vitest';
import { placeText } from '../../model/place.ts';
import { SimulatedKernel } from '../../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../../implementation/kernel/switches.ts';
import type { Command } from '../../model/command.ts';
import { isContinuation } from '../../model/continuations.ts';
import { parseSteps, commandText } from '../../model/linux.ts';
import { sva } from '../../testing/model.ts';
import { generatorOf } from '../generate.ts';
import { stream } from '../randomness.ts';
import { Runner } from '../run.ts';
import { overlaps } from '../simplest.ts';
import { Interleaver, type SchedulerName, schedulers } from './interleaver.ts';
import { pctBound } from './pct.ts';
import { specification } from '../../properties/linux.ts';

function interleaver(
  scheduler: SchedulerName,
  seed: number,
  off: Partial<Switches> = {},
): Interleaver {
  const kernel = new SimulatedKernel('reference', { ...reference, ...off });
  const runner = new Runner(specification, kernel, sva);
  return new Interleaver(runner, kernel, stream(seed, 'schedules'), scheduler);
}

const drawn = (count: number): Command[][] => {
  const random = stream(1, 'traces');
  const generator = generatorOf(specification, sva);
  return Array.from({ length: count }, () => generator.trace(random));
};

const textOf = (steps: readonly Command[]): string => steps.map(commandText).join('; ');

const commandsOf = (steps: readonly Command[]): string[] =>
  steps
    .filter((c) => !isContinuation(c))
    .map((c) => commandText(c).replace(/ \[stops at .*/, ''))
    .toSorted();

describe('with pct, while a command is suspended,', () => {
  it('the address space of another process may end, by exit or exec', () => {
    const one = interleaver('pct', 1);
    const commands = parseSteps('fork p0 -> p1', 'open p0 d0 -> f0', 'open p0 d1 -> f1');
    const made = Array.from({ length: 100 }, () => one.run(commands, {}).steps).flat();
    const ends = made.filter(({ kind }) => kind === 'exec' || kind === 'exit').map(commandText);
    expect(new Set(ends)).toEqual(new Set(['exec p1', 'exit p1']));
  });
});

describe.each(schedulers)('with the scheduler %s', (scheduler) => {
  const runs = (seed: number) => {
    const one = interleaver(scheduler, seed);
    const traces = drawn(40);
    return { one, traces, made: traces.map((commands) => one.run(commands, {})) };
  };
  const first = runs(1);

  it('the same seed makes the same steps', () => {
    expect(runs(1).made.map(({ steps }) => textOf(steps))).toEqual(
      first.made.map(({ steps }) => textOf(steps)),
    );
  });

  it('another seed makes others', () => {
    expect(runs(2).made.map(({ steps }) => textOf(steps))).not.toEqual(
      first.made.map(({ steps }) => textOf(steps)),
    );
  });

  it('commands overlap in some traces; by a fair coin, no command is made that was not given', () => {
    expect(first.made.some(({ steps }) => overlaps({ world: sva, steps }))).toBe(true);
    first.made.forEach(({ steps }, i) => {
      const given = commandsOf(first.traces[i]!);
      // pct lets others ask for the same, and the kernel do what it does by itself
      if (scheduler === 'uniform')
        for (const line of commandsOf(steps)) expect(given).toContain(line);
      expect(steps.every((c) => c.stops !== '*')).toBe(true);
    });
  });

  it('the reference answers as the model says', () => {
    const broken: string[] = [];
    const one = interleaver(scheduler, 3);
    for (const commands of drawn(40))
      one.run(commands, { broken: (_step, { place }) => broken.push(placeText(place)) });
    expect(broken).toEqual([]);
  });

  it('the steps, run as a trace, are answered in the same way', () => {
    const one = interleaver(scheduler, 4);
    const runner = new Runner(specification, new SimulatedKernel('again', reference), sva);
    for (const commands of drawn(20)) {
      const answers: [string[], string[]] = [[], []];
      const listen = (i: 0 | 1) => ({
        answered: (_s: unknown, _step: number, c: Command, a: { errno: number; value: number }) =>
          void answers[i].push(`${c.kind} ${a.errno} ${a.value}`),
      });
      const { steps } = one.run(commands, listen(0));
      runner.run(steps, listen(1));
      expect(answers[1]).toEqual(answers[0]);
    }
  });

  it('nothing follows where a task never returns', () => {
    const hanging = { bondPins: 'mm_users', mmputInUnbind: 'under-lock' } as const;
    const one = interleaver(scheduler, 5, hanging);
    const kernel = new SimulatedKernel('again', { ...reference, ...hanging });
    const runner = new Runner(specification, kernel, sva);
    let stuck = 0;
    for (const commands of drawn(60)) {
      const { steps, outcome } = one.run(commands, {});
      expect(runner.run(steps, {})).toEqual(outcome);
      if (outcome.ended === 'stuck') stuck++;
    }
    expect(stuck).toBeGreaterThan(5);
  });

  it('a trace of one command is run as it is', () => {
    const { steps, outcome } = interleaver(scheduler, 1).run(parseSteps('exec p0'), {});
    expect(textOf(steps)).toBe('exec p0');
    expect(outcome).toEqual({ applied: 1, skipped: 0, ended: 'whole' });
  });
});

const overlapsOf = (line: string): number => {
  const one = interleaver('uniform', 1);
  for (let i = 0; i < 200; i++) one.run(parseSteps('gp', line), {});
  return one.overlaps;
};

describe('where something is taken away bit by bit', () => {
  it('commands overlap more often', () => {
    expect(overlapsOf('exit p0')).toBeGreaterThan(2 * overlapsOf('touch p0 f0 mmio'));
  });
});

describe('the promise', () => {
  it('is none before anything overlapped, and none where each move is as likely', () => {
    expect(interleaver('pct', 1).promise).toBeUndefined();
    const uniform = interleaver('uniform', 1);
    for (const commands of drawn(20)) uniform.run(commands, {});
    expect(uniform.overlaps).toBeGreaterThan(0);
    expect(uniform.promise).toBeUndefined();
  });

  it('is that of the largest overlap', () => {
    const pct = interleaver('pct', 1);
    let before = { tasks: 0, steps: 0 };
    for (const commands of drawn(40)) {
      pct.run(commands, {});
      const now = pct.promise ?? before;
      expect(now.tasks).toBeGreaterThanOrEqual(before.tasks);
      expect(now.steps).toBeGreaterThanOrEqual(before.steps);
      before = now;
    }
    const { tasks, steps, bounds } = pct.promise!;
    expect(tasks).toBeGreaterThan(1);
    expect(bounds).toEqual([
      { depth: 2, probability: pctBound(tasks, steps, 2) },
      { depth: 3, probability: pctBound(tasks, steps, 3) },
    ]);
  });
});
