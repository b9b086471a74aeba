import { describe, expect, it } from 'vitest';
import { ORDINARY_FAULTS, generatorOf } from '../checker/generate.ts';
import { Interleaver } from '../checker/interleavings/interleaver.ts';
import { type RandomStream, stream } from '../checker/randomness.ts';
import { Runner } from '../checker/run.ts';
import { breaksOf, type Defect, needsFaults, needsInterleaving } from '../defects/defect.ts';
import { defects } from '../defects/index.ts';
import { defectsById } from '../defects/identify.ts';
import { simulate } from '../defects/kernels.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { type Version, versions } from '../implementation/versions/index.ts';
import type { Command } from '../model/command.ts';
import { fits } from '../model/feature.ts';
import { type Broken, keyOf } from '../model/judgement.ts';
import { findWorld } from '../model/worlds.ts';
import type { World } from '../model/world.ts';
import { knownFor } from './attributor.ts';
import { isShownIn } from './shown-in.ts';
import { specification } from '../properties/linux.ts';

/**
 * Into each release two defects are planted: one that it is said to be known for, and one that nobody knows of. What is
 * then accepted as known has to be broken without the unknown one as well: else that would be hidden.
 */
const PAIRS = 30;
/** Random traces for each pair, besides the shortest traces of both. */
const TRACES = 40;

/** linux-4.9 has all the mistakes that can be there without mediated devices: nothing can be planted. */
const releases = versions.flatMap((version) => {
  const able = defects.filter(({ world }) => fits(version, findWorld(world)));
  const unknowns = able.filter((unknown) => leavesAllToSee(version, unknown));
  const pairs = able.flatMap((known) =>
    unknowns
      .filter((unknown) => canBePlanted(version, known, unknown))
      .map((unknown) => ({ known, unknown })),
  );
  return pairs.length === 0 ? [] : [{ version, pairs }];
});

describe.each(releases)(
  '$version.name, with a defect that nobody knows of',
  ({ version, pairs }) => {
    const draw = stream(1, 'planted', version.name);

    it.each(someOf(pairs, PAIRS, draw))(
      'known for $known.id, the other is $unknown.id',
      ({ known, unknown }) => {
        const without = withPlanted(version, known, [known]);
        const suspect = withPlanted(without, known, [known, unknown]);
        const world = findWorld(unknown.world);
        const accepts = knownFor(suspect, world)!;
        const kernel = new Runner(specification, simulate(suspect), world);
        const clean = new Runner(specification, simulate(without), world);
        const takenAway = shownOnlyIn(version, without);
        const hidden: string[] = [];
        for (const steps of tracesFor(suspect, world, [known, unknown], draw)) {
          for (const { broken, step } of breaksOn(kernel, steps).values()) {
            if (!accepts.explains({ world, steps }, broken) || takenAway.has(keyOf(broken)))
              continue;
            const there = breaksOn(clean, steps.slice(0, step + 1));
            if (!isAmong(there, broken) && !endsEarly(there)) hidden.push(keyOf(broken));
          }
        }
        expect(hidden).toEqual([]);
      },
    );
  },
);

/** Whether a kernel breaks this as well. Which lock is held around another one depends on the release, so of a splat the function counts. */
function isAmong(there: ReturnType<typeof breaksOn>, { law, place }: Broken): boolean {
  if (!('splat' in place)) return there.has(keyOf({ law, place }));
  return [...there.values()].some(
    ({ broken: { place: other } }) =>
      'splat' in other && other.splat === place.splat && other.where === place.where,
  );
}

/**
 * Whether a call crashed or never returned, which ends the trace: then the unknown defect only keeps another mistake of the
 * release from ending it, and whether the known one breaks the law at a later step cannot be seen.
 */
function endsEarly(breaks: ReturnType<typeof breaksOn>): boolean {
  return [...breaks.values()].some(
    ({ broken: { place } }) =>
      'answer' in place && (place.answer === 'OOPS' || place.answer === 'HUNG'),
  );
}

/**
 * Whether what the release is known for still shows. A bond that holds mm_users, for one, keeps the PASID of 5.18-rc1 from being
 * freed too early: then the traces of that mistake reach what they never do without the unknown one.
 */
function leavesAllToSee(version: Version, unknown: Defect): boolean {
  const suspect = withPlanted(version, unknown, [unknown]);
  return defectsById(version.known).every((known) => isShownIn(suspect, known));
}

/**
 * What the shortest traces of the mistakes of a release show in it, and no longer where another one is planted: a kernel that does not
 * drain, for one, does not warn of what it drains. The unknown one may bring that back, and it is known then.
 */
function shownOnlyIn(version: Version, planted: Version): ReadonlySet<string> {
  const only = new Set<string>();
  for (const defect of defectsById(version.known))
    for (const { law, place, shortest, world: name } of breaksOf(defect)) {
      const world = findWorld(name);
      const key = keyOf({ law, place });
      const shows = (on: Version): boolean =>
        fits(on, world) &&
        breaksOn(new Runner(specification, simulate(on), world), shortest).has(key);
      if (shows(version) && !shows(planted)) only.add(key);
    }
  return only;
}

/** Two that can be there together, and the second does not take the place of another mistake of the release. */
function canBePlanted(version: Version, known: Defect, unknown: Defect): boolean {
  const all = { ...setOf(known), ...setOf(unknown) };
  return (
    known !== unknown &&
    [known, unknown].every((defect) => has(all, setOf(defect))) &&
    Object.keys(unknown.switches).every((name) =>
      isAsInReference({ ...version.switches, ...setOf(known) }, name),
    )
  );
}

function isAsInReference(switches: Switches, name: string): boolean {
  return switches[name as keyof Switches] === reference[name as keyof Switches];
}

function someOf<T>(all: readonly T[], n: number, draw: RandomStream): readonly T[] {
  const left = [...all];
  return Array.from({ length: Math.min(n, all.length) }, () => {
    const [one] = left.splice(draw.nextInt(0, left.length - 1), 1);
    return one!;
  });
}

function setOf({ given, switches }: Defect): Partial<Switches> {
  return { ...given, ...switches };
}

function has(all: Partial<Switches>, some: Partial<Switches>): boolean {
  return Object.entries(some).every(([name, value]) => all[name as keyof Switches] === value);
}

/** The release with these defects as well; it is known for one of them. */
function withPlanted(version: Version, known: Defect, all: readonly Defect[]): Version {
  const switches = Object.assign({}, version.switches, ...all.map(setOf)) as Switches;
  return { ...version, switches, known: [...new Set([...version.known, known.id])] };
}

/** The shortest of both in any world that looks like this one, and random ones of the kind that they need. */
function tracesFor(
  version: Version,
  world: World,
  planted: readonly Defect[],
  draw: RandomStream,
): readonly (readonly Command[])[] {
  const catalogued = planted.flatMap((defect) => breaksOf(defect).map(({ shortest }) => shortest));
  const faults = planted.some(needsFaults) ? ORDINARY_FAULTS : 0;
  const port = simulate(version);
  const generator = generatorOf(specification, world, port.capabilities.commands, faults);
  const runner = new Runner(specification, port, world);
  const interleaver = new Interleaver(runner, port, draw, 'pct');
  const overlaps = planted.some(needsInterleaving);
  const random = Array.from({ length: TRACES }, () => {
    const steps = generator.trace(draw);
    return overlaps ? interleaver.run(steps, {}, 0).steps : steps;
  });
  return [...catalogued, ...random];
}

function breaksOn(runner: Runner, steps: readonly Command[]) {
  const found = new Map<string, { readonly broken: Broken; readonly step: number }>();
  runner.run(steps, {
    broken: (step, broken) => void found.set(keyOf(broken), { broken, step }),
  });
  return found;
}
