import { describe, expect, it } from 'vitest';
import { placeText } from '../../model/place.ts';
import type { Defect } from '../../defects/defect.ts';
import { kernelWith } from '../../defects/identify.ts';
import { defects } from '../../defects/index.ts';
import { SimulatedKernel } from '../../implementation/kernel/simulated.ts';
import { reference } from '../../implementation/kernel/switches.ts';
import type { Command } from '../../model/command.ts';
import type { Broken } from '../../model/judgement.ts';
import type { Trace } from '../../model/trace.ts';
import { findWorld } from '../../model/worlds.ts';
import { linesOf, traceOf } from '../../testing/shrinking.ts';
import { generatorOf } from '../generate.ts';
import { stream } from '../randomness.ts';
import { firstBreak } from '../reproduce.ts';
import { Runner } from '../run.ts';
import { shortestSubsequence } from './subsequence.ts';
import { specification } from '../../properties/linux.ts';

function byId(id: string): Defect {
  return defects.find((defect) => defect.id === id)!;
}

const daemon = byId('mm-pasid-drop-fork-daemon');

function search({ lines, of = daemon, states = Infinity }: Search) {
  const target = { law: of.law, place: of.place, witness: '' };
  return shortestSubsequence(specification, kernelWith(of), traceOf(lines), target, states);
}

interface Search {
  readonly lines: readonly string[];
  readonly of?: Defect;
  readonly states?: number;
}

const shortest = ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'open p1 d0 -> f1'];

/** With pairs put in of which neither half can be left out alone without the other one in the way. */
const padded = [
  'fork p0 -> p7',
  'exit p7',
  'open p0 d0 -> f0',
  'mmap p0 f0 mmio',
  'munmap p0 f0 mmio',
  'bind p0 f0 -> h0',
  'unbind p0 h0',
  'fork p0 -> p1',
  'exit p0',
  'gp',
  'open p1 d0 -> f1',
];

describe('the shortest subsequence', () => {
  it('is found though several commands have to go at once', () => {
    const found = search({ lines: padded });
    expect(linesOf(found.trace!)).toEqual(shortest);
    expect(found.isComplete).toBe(true);
  });

  it('does not exist where nothing can be left out', () => {
    expect(search({ lines: shortest })).toMatchObject({ trace: undefined, isComplete: true });
  });

  it('keeps the commands as they are, in their order', () => {
    const { trace } = search({ lines: padded });
    const places = linesOf(trace!).map((line) => padded.indexOf(line));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(trace!.world).toBe(findWorld('sva'));
  });

  it('is of what breaks the same law at the same place', () => {
    // exit p0 alone breaks something else of this kernel, earlier
    const found = search({
      lines: padded,
      of: { ...daemon, law: 'no-reuse-while-referenced', place: { clause: 'nowhere' } },
    });
    expect(found).toMatchObject({ trace: undefined, isComplete: true });
  });

  it('takes commands that change nothing for what they are', () => {
    const lines = ['gp', 'work', 'gp', ...shortest.flatMap((line) => [line, 'gp', 'work'])];
    expect(linesOf(search({ lines }).trace!)).toEqual(shortest);
  });

  it('can be one that is only judged at rest', () => {
    const of = byId('sva-private-pasid');
    const left = of.also!.find(({ place }) => placeText(place) === 'something is left');
    const lines = ['fork p0 -> p1', 'exit p1', 'gp', ...padded.slice(2, 7), 'open p0 d1 -> f2'];
    const found = search({
      lines: [...lines, 'exit p0'],
      of: { ...of, law: left!.law, place: left!.place },
    });
    expect(found.trace!.steps.length).toBe(left!.shortest.length);
  });
});

describe('the budget', () => {
  it('ends the search: then nothing is known', () => {
    const found = search({ lines: padded, states: 5 });
    expect(found).toMatchObject({ trace: undefined, isComplete: false });
    expect(found.states).toBeLessThan(5 + padded.length + 1);
  });

  it('that is just enough is', () => {
    const { states } = search({ lines: padded });
    expect(search({ lines: padded, states }).trace).toBeDefined();
  });
});

describe('agrees with trying every subsequence', () => {
  it.each(
    ['mm-pasid-drop-fork-daemon', 'fork-inherits-mm-pasid', 'mm-pasid-drop-under-bond'].flatMap(
      (id) => [1, 2, 3].map((seed) => [id, seed] as const),
    ),
  )('of traces that show %s, seed %i', (id, seed) => {
    const of = byId(id);
    const target = { law: of.law, place: of.place, witness: '' };
    const runner = new Runner(specification, kernelWith(of), findWorld(of.world));
    const trace = randomTrace(runner, target, seed);
    const found = shortestSubsequence(specification, kernelWith(of), trace, target, Infinity);
    const length = found.trace?.steps.length ?? trace.steps.length;
    expect([length, found.isComplete]).toEqual([leastByForce(runner, trace, target), true]);
    if (found.trace) expect(firstBreak(runner, found.trace, target)).toBeDefined();
  });
});

/** At most nine commands, the last of which breaks the law: a shorter one has some put in. */
function randomTrace(runner: Runner, target: Broken, seed: number): Trace {
  const { world } = runner.state;
  const generator = generatorOf(
    specification,
    world,
    new SimulatedKernel('', reference).capabilities.commands,
  );
  const random = stream(seed, 'subsequences');
  for (;;) {
    const steps = generator.trace(random);
    const ran = firstBreak(runner, { world, steps }, target)?.ran;
    if (ran !== undefined && ran.length > 5 && ran.length <= 9) return { world, steps: [...ran] };
  }
}

/** The fewest commands, by running all of them. */
function leastByForce(runner: Runner, { world, steps }: Trace, target: Broken): number {
  let least = Infinity;
  for (let mask = 0; mask < 1 << steps.length; mask++) {
    const chosen: Command[] = steps.filter((_, i) => (mask & (1 << i)) !== 0);
    if (chosen.length >= least) continue;
    if (firstBreak(runner, { world, steps: chosen }, target)) least = chosen.length;
  }
  return least;
}
