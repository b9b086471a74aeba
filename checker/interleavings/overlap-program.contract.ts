import { expect, it } from 'vitest';
import { violationText } from '../../model/judgement.ts';
import { breaksOf, needsInterleaving } from '../../defects/defect.ts';
import { defects } from '../../defects/index.ts';
import { SimulatedKernel } from '../../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../../implementation/kernel/switches.ts';
import { Footprint } from '../../memory/footprint.ts';
import { isContinuation } from '../../model/continuations.ts';
import { parseSteps, commandText } from '../../model/linux.ts';
import { findWorld } from '../../model/worlds.ts';
import { hasUacce } from '../../model/sva/bounds.ts';
import type { World } from '../../model/world.ts';
import { Runner } from '../run.ts';
import { OverlapProgram } from './overlap-program.ts';
import { everySchedule } from './schedules.ts';
import { specification } from '../../properties/linux.ts';

/** What happens first, one after the other, and what overlaps then. */
export interface Case {
  readonly before: readonly string[];
  readonly commands: readonly string[];
}

interface Checked {
  readonly kernel: SimulatedKernel;
  readonly runner: Runner;
}

/** A kernel that records what it touches. */
export function checked(off: Partial<Switches> = {}, world = small): Checked {
  const kernel = new SimulatedKernel('recording', { ...reference, ...off }, new Footprint());
  return { kernel, runner: new Runner(specification, kernel, world) };
}

export function programOf({ before, commands }: Case, { kernel, runner }: Checked = checked()) {
  const first = parseSteps(...before);
  const broken = new Set<string>();
  const program = new OverlapProgram(runner, kernel, parseSteps(...commands), () => {
    broken.clear();
    runner.start({ broken: (_step, { law, place }) => broken.add(violationText({ law, place })) });
    for (const c of first) runner.take(c);
  });
  return { program, broken };
}

const small: World = { ...findWorld('sva-small'), processes: 3 };
const keeping: World = { ...small, closeOnExec: false };

/**
 * The law and place of everything that breaks in some schedule, and how many schedules were run.
 *
 * @param schedulesMax - where there are more, only the first so many are run
 */
function explored(one: Case, on: Checked, reduce: boolean, schedulesMax: number) {
  const { program, broken } = programOf(one, on);
  const found = new Set<string>();
  const { completed, ended } = everySchedule(program, {
    reduce,
    goOn: (progress) => progress.completed < schedulesMax,
    onEnd() {
      on.runner.end();
      for (const place of broken) found.add(place);
    },
  });
  return { found: [...found].toSorted(), completed, ended };
}

const cases: readonly Case[] = [
  { before: [], commands: ['open p0 d0 -> f0', 'hotplug d0 remove'] },
  { before: ['open p0 d0 -> f0', 'start p0 f0'], commands: ['exit p0', 'dma f0', 'gp'] },
  { before: ['open p0 d0 -> f0'], commands: ['start p0 f0', 'hotplug d0 remove', 'dma f0'] },
  {
    before: ['open p0 d0 -> f0', 'clone p0 -> p1', 'mmap p0 f0 mmio'],
    commands: ['munmap p0 f0 mmio', 'mmap p1 f0 dus'],
  },
  {
    before: ['open p0 d0 -> f0', 'fork p0 -> p1', 'clone p1 -> p2'],
    commands: ['open p1 d0 -> f1', 'mmap p2 f0 mmio'],
  },
  {
    before: ['open p0 d0 -> f0', 'fork p0 -> p1'],
    commands: ['close p0 f0', 'close p1 f0', 'gp'],
  },
  {
    before: ['open p0 d0 -> f0', 'fork p0 -> p1'],
    commands: ['exit p0', 'bind p1 f0 -> h0'],
  },
];

const racing = defects.filter(needsInterleaving);
/** Nothing else happens on the others where there is no VFIO. */
const racingInSva = racing.filter(({ world }) => findWorld(world).vfio === undefined);
const kernels = [
  { id: 'the reference', switches: {} },
  { id: 'a lock order inverted', switches: { uacceMmapMutex: 'of-device' } },
  ...racingInSva,
] as const;

/** All that is broken by schedules on so many kernels is broken by those that reduction leaves. */
export function reductionLosesNothing(howMany: number): void {
  it.each(kernels.slice(0, howMany))('break nothing else, wherever they begin: $id', (kernel) => {
    const on = checked(kernel.switches);
    let all = 0;
    let fewer = 0;
    for (const one of cases) {
      const whole = explored(one, on, false, Infinity);
      const reduced = explored(one, on, true, Infinity);
      expect([one.commands, reduced.found]).toEqual([one.commands, whole.found]);
      all += whole.completed;
      fewer += reduced.completed;
    }
    expect(fewer).toBeLessThan(all / 4);
  });
}

/**
 * What the catalogue says of races is broken by schedules that reduction leaves.
 *
 * @param ofAll - those of VFIO too, of which there are more
 * @param schedulesMax - of the schedules that are not reduced, for comparison
 */
export function reductionShowsTheCatalogue(ofAll: boolean, schedulesMax: number): void {
  const shown = ofAll ? racing : racingInSva;
  it.each(shown)('break what the catalogue says, among the commands of $id', (defect) => {
    const world = findWorld(defect.world);
    const { closeOnExec, vfio } = world;
    const isOfUacce = vfio === undefined && hasUacce(world);
    const on = checked(
      { ...defect.given, ...defect.switches },
      isOfUacce ? { ...keeping, closeOnExec } : world,
    );
    for (const { law, place, shortest } of breaksOf(defect).filter(needsInterleaving)) {
      const at = shortest.findIndex((c) => c.stops !== undefined);
      const plain = shortest
        .filter((c) => !isContinuation(c))
        .map((c) => commandText(c).replace(/ \[stops at .*/, ''));
      const one = { before: plain.slice(0, at), commands: plain.slice(at) };
      const reduced = explored(one, on, true, 1500);
      expect(reduced.ended).toBe('all');
      expect(reduced.found).toContain(violationText({ law, place }));
      const whole = explored(one, on, false, schedulesMax);
      if (whole.ended === 'all') expect(reduced.found).toEqual(whole.found);
      else expect(reduced.found).toEqual(expect.arrayContaining([...whole.found]));
    }
  });
}

export function referenceBreaksNothing(): void {
  it('are none on the reference that breaks anything', () => {
    const on = checked();
    for (const one of cases) expect(explored(one, on, true, Infinity).found).toEqual([]);
  });
}
