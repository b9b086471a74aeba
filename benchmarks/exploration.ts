import { parseArgs } from 'node:util';
import { symmetries } from '../checker/exhaustive/symmetry.ts';
import { shortestBreaks } from '../checker/exhaustive/shortest.ts';
import { findKernel, simulate } from '../defects/kernels.ts';
import { findWorld } from '../model/worlds.ts';
import { specification } from '../properties/linux.ts';

/**
 * `npm run bench:explore` measures the speed of the exhaustive search of the reference kernel, the effect of symmetry,
 * and the cost of a state. Each search runs once before it is measured. It measures the sources under tsx; to measure
 * what users run, build and start dist.
 */

const { values } = parseArgs({
  options: {
    /** The number of distinct states of each search. */
    states: { type: 'string', default: '60000' },
    worlds: { type: 'string', default: 'sva,sva-small,sva-tiny' },
  },
});

const headings = [
  'world',
  'symmetry',
  'states',
  'transitions',
  'transitions/s',
  'bytes/state',
  'bytes waiting',
];
console.log(line(headings));
for (const name of values.worlds.split(','))
  for (const symmetry of symmetries) {
    const search = () =>
      shortestBreaks({
        specification,
        port: simulate(findKernel('reference')),
        world: findWorld(name),
        symmetry,
        depth: Infinity,
        states: Number(values.states),
        first: false,
      }).explored;
    search();
    const start = performance.now();
    const explored = search();
    const seconds = (performance.now() - start) / 1000;
    const figures = [
      explored.states,
      explored.transitions,
      explored.transitions / seconds,
      explored.visitedBytes / explored.states,
      explored.frontierBytes / explored.frontierStates,
    ];
    console.log(line([name, symmetry, ...figures.map((n) => Math.round(n).toLocaleString('en'))]));
    const levels = explored.levels.map((level) => level.states.toLocaleString('en'));
    console.log(`  states by commands: ${levels.join(' ')}`);
  }

function line(cells: readonly string[]): string {
  return cells.map((cell, i) => (i < 2 ? cell.padEnd(10) : cell.padStart(14))).join('');
}
