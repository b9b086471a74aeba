import { describe, expect, it } from 'vitest';
import { placeText } from '../../model/place.ts';
import { needsInterleaving } from '../../defects/defect.ts';
import { defects } from '../../defects/index.ts';
import { SimulatedKernel } from '../../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../../implementation/kernel/switches.ts';
import type { Command } from '../../model/command.ts';
import { answerText, commandText } from '../../model/linux.ts';
import { sva } from '../../testing/model.ts';
import { splatText } from '../../testing/overlapping.ts';
import { generatorOf } from '../generate.ts';
import { type RandomStream, stream } from '../randomness.ts';
import { Runner } from '../run.ts';
import { OverlapProgram } from './overlap-program.ts';
import { type Move, realised } from './realised.ts';
import { specification } from '../../properties/linux.ts';
import { vocabulary } from '../../model/linux.ts';

const open: Command = { kind: 'open', process: 0, device: 0, file: 0 };
const gp: Command = { kind: 'gp' };

/** Moves of p0 with its open, of the worker with its work, of nobody. */
const begins = (at?: string): Move => ({ c: open, task: 0, at });
const goesOn = (at?: string): Move => ({ c: undefined, task: 0, at });
const passes: Move = { c: gp, task: -1, at: undefined };

const linesOf = (...moves: readonly Move[]): string[] =>
  realised(vocabulary, moves).map(commandText);

describe('a schedule as steps', () => {
  it('has one step for what a task does without another one between', () => {
    expect(linesOf(begins('a'), goesOn('b'), goesOn(), passes)).toEqual(['open p0 d0 -> f0', 'gp']);
  });

  it('stops a command where another one comes in', () => {
    expect(linesOf(begins('a'), goesOn('b'), passes, goesOn('c'), goesOn())).toEqual([
      'open p0 d0 -> f0 [stops at b]',
      'gp',
      'continue p0',
    ]);
  });

  it('stops a continuation as well', () => {
    expect(linesOf(begins('a'), passes, goesOn('b'), goesOn('c'), passes, goesOn())).toEqual([
      'open p0 d0 -> f0 [stops at a]',
      'gp',
      'continue p0 [stops at c]',
      'gp',
      'continue p0',
    ]);
  });

  it('goes up to a point step by step if it is passed before: a step stops there the first time', () => {
    expect(linesOf(begins('a'), goesOn('b'), goesOn('a'), goesOn('c'), goesOn('a'))).toEqual([
      'open p0 d0 -> f0 [stops at a]',
      'continue p0 [stops at a]',
      'continue p0 [stops at a]',
    ]);
  });

  it('does not take the next command of a task for the rest of the last', () => {
    expect(linesOf(begins(), begins('a'))).toEqual([
      'open p0 d0 -> f0',
      'open p0 d0 -> f0 [stops at a]',
    ]);
  });

  it('of nothing is none', () => {
    expect(linesOf()).toEqual([]);
  });
});

interface Checked {
  readonly kernel: SimulatedKernel;
  readonly runner: Runner;
}

function checked(name: string, off: Partial<Switches>): Checked {
  const kernel = new SimulatedKernel(name, { ...reference, ...off });
  return { kernel, runner: new Runner(specification, kernel, sva) };
}

/** What one run came to: answers in the order of the returns, the log, and every word of memory. */
interface Run {
  readonly steps: readonly Command[];
  readonly answers: readonly string[];
  readonly broken: readonly string[];
  readonly log: readonly string[];
  readonly memory: readonly number[];
}

function listened({ kernel, runner }: Checked, go: () => readonly Command[]): Run {
  const answers: string[] = [];
  const broken: string[] = [];
  runner.start({
    answered: (_s, _step, { stops: _stops, ...c }, a) =>
      answers.push(`${commandText(c)}: ${answerText(c, a)}`),
    broken: (_step, { law, place, witness }) =>
      broken.push(`${law}: ${placeText(place)}: ${witness}`),
  });
  const steps = go();
  const log = kernel.observe().splats.map(splatText);
  return { steps, answers, broken, log, memory: [...kernel.memory().snapshot()] };
}

/** Some commands one after the other, then some that overlap at random; now and then not to their end. */
function atRandom(on: Checked, random: RandomStream): Run {
  const { kernel, runner } = on;
  return listened(on, () => {
    const drawn = generatorOf(specification, sva, undefined, 10).trace(random);
    const first = random.nextInt(0, Math.min(6, drawn.length));
    const before = drawn.slice(0, first);
    for (const c of before) if (runner.take(c) !== 'whole') return before;
    const program = new OverlapProgram(
      runner,
      kernel,
      drawn.slice(first, first + random.nextInt(2, 6)),
      () => {},
    );
    program.start();
    const most = random.nextInt(0, 3) === 0 ? random.nextInt(1, 20) : Infinity;
    for (let moves = program.moves(); moves.length > 0 && program.length < most;) {
      program.step(moves[random.nextInt(0, moves.length - 1)]!);
      moves = program.moves();
    }
    return [...before, ...program.steps];
  });
}

function replayed(on: Checked, steps: readonly Command[]): Run {
  return listened(on, () => {
    for (const c of steps) if (on.runner.take(c) !== 'whole') break;
    return steps;
  });
}

const SEEDS = 20;

const kernels: readonly (readonly [name: string, off: Partial<Switches>])[] = [
  ['the reference', {}],
  ...defects.filter(needsInterleaving).map((d) => [d.id, d.switches] as const),
  [
    'locks in the wrong order',
    { uacceMmapMutex: 'of-device', uacceRemoveUnbind: 'under-queue-mutex' },
  ],
  ['mmput under the lock', { bondPins: 'mm_users', mmputInUnbind: 'under-lock' }],
  ['a refusal that keeps the mutex', { uacceRefusal: 'returns-at-once' }],
];

describe.each(kernels)('on %s', (name, off) => {
  it('the steps of a schedule at random do what the schedule did, to the last word of memory', () => {
    const first = checked(name, off);
    const again = checked(name, off);
    let stopped = 0;
    for (let seed = 0; seed < SEEDS; seed++) {
      const ran = atRandom(first, stream(seed, name));
      expect(replayed(again, ran.steps)).toEqual(ran);
      stopped += ran.steps.filter((c) => c.stops !== undefined).length;
    }
    expect(stopped).toBeGreaterThan(6);
  });
});
