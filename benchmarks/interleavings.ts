import { countSchedules } from '../checker/interleavings/count.ts';
import { everySchedule } from '../checker/interleavings/schedules.ts';
import { OverlapProgram } from '../checker/interleavings/overlap-program.ts';
import { stream } from '../checker/randomness.ts';
import { Runner } from '../checker/run.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { Footprint } from '../memory/footprint.ts';
import { parseSteps } from '../model/linux.ts';
import { findWorld } from '../model/worlds.ts';
import {
  count,
  load,
  type Op,
  randomToy,
  storeNext,
  once,
  type Toy,
  ToyProgram,
} from '../testing/toy-program.ts';
import { specification } from '../properties/linux.ts';

/**
 * `npm run bench:interleave` counts the schedules of small programs that remain without those that differ only in the
 * order of independent moves, or without those that have many context switches, and measures how fast they are searched.
 */

const TASKS = [0, 1, 2];

/** Three tasks of five steps each: 756,756 schedules in all. */
const programs: readonly (readonly [name: string, toy: Toy])[] = [
  ['a word for each', toyOf((own) => Array.from({ length: 5 }, () => count(own)))],
  ['one step of five shared', toyOf((own) => [1, 1, 0, 1, 1].map((n) => count(n * own)))],
  ['two steps of five shared', toyOf((own) => [1, 0, 1, 0, 1].map((n) => count(n * own)))],
  [
    'load and store shared',
    toyOf((own) => [count(own), load(0), count(own), storeNext(0), count(own)]),
  ],
  ['one word for all', toyOf(() => Array.from({ length: 5 }, () => count(0)))],
];

/** The sum over many small random programs. */
const random = Array.from({ length: 300 }, (_, seed) => randomToy(stream(seed, 'toy')));

console.log(line(['program', 'left out', 'schedules', 'share', 'slept', 'moves', 'again', 'ms']));
for (const [name, toy] of programs) {
  const all = Number(countSchedules(toy.tasks.map(({ commands }) => commands[0]!.length)));
  row(name, 'nothing', [toy], { reduce: false }, all);
  row(name, 'exchanges', [toy], { reduce: true }, all);
  for (const switches of [0, 1, 2])
    row(name, `switches > ${switches}`, [toy], { reduce: false, switches }, all);
}
const all = row('300 at random', 'nothing', random, { reduce: false });
row('300 at random', 'exchanges', random, { reduce: true }, all);

// The kernel: three binds of five steps each, of which locks exclude some schedules.
const before = parseSteps(
  'fork p0 -> p1',
  'fork p0 -> p2',
  'open p0 d0 -> f0',
  'open p1 d1 -> f1',
  'open p2 d0 -> f2',
);
const binds = parseSteps('bind p0 f0 -> h0', 'bind p1 f1 -> h1', 'bind p2 f2 -> h2');
const whole = kernelRow('three binds', 'exchanges', true);
const full = kernelRow('three binds', 'nothing', false);
console.log(
  `share of the schedules of the binds that were run: ${((100 * whole) / full).toFixed(1)} %`,
);

/** Runs and judges every schedule of the binds on the reference kernel. Returns their number. */
function kernelRow(name: string, leftOut: string, reduce: boolean): number {
  const port = new SimulatedKernel('reference', reference, new Footprint());
  const runner = new Runner(specification, port, findWorld('sva'));
  const program = new OverlapProgram(runner, port, binds, () => {
    runner.start({});
    for (const c of before) runner.take(c);
  });
  const start = performance.now();
  const { completed, slept, moves, replayed } = everySchedule(program, {
    reduce,
    onEnd: () => void runner.end(),
  });
  const ms = Math.round(performance.now() - start);
  console.log(line([name, leftOut, completed, '', slept, moves, replayed, ms].map(String)));
  return completed;
}

/** Returns the number of schedules. */
function row(
  name: string,
  leftOut: string,
  toys: readonly Toy[],
  how: { readonly reduce: boolean; readonly switches?: number },
  of?: number,
): number {
  const start = performance.now();
  const sums = { completed: 0, slept: 0, moves: 0, replayed: 0 };
  for (const toy of toys) {
    const counts = everySchedule(new ToyProgram(toy, how.reduce), { ...how, onEnd: () => {} });
    for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += counts[key];
  }
  const { completed, slept, moves, replayed } = sums;
  const share = `${((100 * completed) / (of ?? completed)).toFixed(4)} %`;
  const figures = [slept, moves, replayed, Math.round(performance.now() - start)];
  const [many, ...others] = [completed, ...figures].map((n) => n.toLocaleString('en'));
  console.log(line([name, leftOut, many!, share, ...others]));
  return completed;
}

function toyOf(ops: (own: number) => readonly Op[]): Toy {
  return { words: TASKS.length + 1, tasks: TASKS.map((own) => once(...ops(own + 1))) };
}

function line(cells: readonly string[]): string {
  return cells.map((cell, i) => (i < 2 ? cell.padEnd(26) : cell.padStart(12))).join('');
}
