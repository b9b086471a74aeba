import { describe, expect, it } from 'vitest';
import { breaksOf, type Defect, needsFaults, needsInterleaving } from '../../defects/defect.ts';
import { kernelWith } from '../../defects/identify.ts';
import { defects } from '../../defects/index.ts';
import { type Broken, violationText } from '../../model/judgement.ts';
import { hasUacce } from '../../model/sva/bounds.ts';
import type { World } from '../../model/world.ts';
import { findWorld } from '../../model/worlds.ts';
import { lengthOfTrace } from '../../shrinkers/simpler.ts';
import { twiceWrong } from '../../testing/twice-wrong.ts';
import type { Symmetry } from './symmetry.ts';
import { type Breaks, type Exploration, shortestBreaks } from './shortest.ts';
import { parseWorld } from '../../model/world-text.ts';
import { specification } from '../../properties/linux.ts';

/** The shortest of every law and place that this defect breaks. */
export function search(defect: Defect, depth: number, more: Partial<Exploration> = {}): Breaks {
  return shortestBreaks({
    specification,
    port: kernelWith(defect),
    world: findWorld(defect.world),
    symmetry: 'names',
    faults: needsFaults(defect),
    depth,
    states: Infinity,
    first: false,
    ...more,
  });
}

function placeOf({ law, place }: Pick<Broken, 'law' | 'place'>): string {
  return violationText({ law, place });
}

/** Fewest commands by law and place. */
export function lengths({ shortest }: Breaks): Record<string, number> {
  return Object.fromEntries(
    shortest
      .map(({ broken, trace }) => [placeOf(broken), trace.steps.length] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The same where commands overlap. */
function fewest({ shortest }: Breaks): Record<string, number> {
  return Object.fromEntries(
    shortest.map(({ broken, trace }) => [placeOf(broken), lengthOfTrace(trace)]),
  );
}

function isOfVfio({ world }: Defect): boolean {
  return findWorld(world).vfio !== undefined;
}

/** How many commands are searched, at most. */
export interface Depths {
  /** Of a defect of SVA, one after the other. */
  readonly sva: (defect: Defect) => number;
  /** Of a defect of VFIO. */
  readonly vfio: number;
  /** With and without symmetry, to compare both, of one in so many defects. */
  readonly compared: { readonly depth: number; readonly oneIn: number };
  /** Of those that overlap; whether reduction makes no difference, of one in so many. */
  readonly overlapping: { readonly depth: number; readonly oneIn: number };
}

/** What the catalogue says of each defect: how many commands break which law and place, and that no fewer do. */
export function breaksAsTheCatalogueSays(depths: Depths): void {
  const depthMax = (defect: Defect): number =>
    isOfVfio(defect) ? depths.vfio : depths.sva(defect);
  const inOrder = defects.filter((defect) => !needsInterleaving(defect) && isSearched(defect));
  describe.each(inOrder)('$id', (defect) => shortestInOrder(defect, depthMax(defect)));
  // Of VFIO that is shown world by world: testing/symmetry.test.ts.
  const { depth, oneIn } = depths.compared;
  const compared = inOrder.filter((defect) => !isOfVfio(defect)).filter((_, i) => i % oneIn === 0);
  describe.each(compared)('$id', (defect) => sameWithoutSymmetry(defect, depthMax(defect), depth));
  // Those of VFIO begin with three commands at least that do not overlap: too many for a search through all that may.
  const racing = defects.filter((defect) => needsInterleaving(defect) && !isOfVfio(defect));
  describe.each(racing)('$id, which overlaps', (d) => shortestOverlap(d, depths.overlapping.depth));
  const some = racing.filter((_, i) => i % depths.overlapping.oneIn === 0);
  describe.each(some)('$id, which overlaps', sameWithoutReduction);
}

/**
 * In VFIO little happens before a container is opened, a group attached and a page mapped, and there are many commands: of
 * its defects only those whose law breaks after three. That no shorter trace shows the others `npm run defects:table`
 * proves, which takes minutes.
 */
function isSearched(defect: Defect): boolean {
  return !isOfVfio(defect) || defect.shortest.length <= 3;
}

/** Of what it breaks in its world. */
function longest(defect: Defect): number {
  const inItsWorld = breaksOf(defect).filter(({ world }) => world === defect.world);
  return Math.max(...inItsWorld.map(({ shortest }) => shortest.length));
}

function shortestInOrder(defect: Defect, depthMax: number): void {
  const depth = Math.min(longest(defect), depthMax);
  it(`breaks what the catalogue says, after as many commands as it says, and no fewer, of ${depth}`, () => {
    const found = search(defect, depth);
    for (const known of breaksOf(defect).filter(({ world }) => world === defect.world))
      expect([placeOf(known), lengths(found)[placeOf(known)]]).toEqual([
        placeOf(known),
        known.shortest.length > depth ? undefined : known.shortest.length,
      ]);
  });
}

function sameWithoutSymmetry(defect: Defect, depthMax: number, most: number): void {
  const longestHere = Math.min(longest(defect), depthMax);
  const depth = Math.min(longestHere, most);
  // the deeper, the smaller the world
  const world = longestHere < 4 ? defect.world : 'sva-tiny';
  it(`breaks the same with and without symmetry, in ${world} up to ${depth} commands`, () => {
    const [names, none] = (['names', 'none'] as const).map((symmetry: Symmetry) =>
      search(defect, depth, { symmetry, world: findWorld(world) }),
    );
    expect(lengths(names!)).toEqual(lengths(none!));
    expect(none!.explored.states).toBeGreaterThan(names!.explored.states);
  });
}

/** A small world for what overlaps: of uacce, or that of the defect. */
function raceWorld(defect: Defect): World {
  const own = findWorld(defect.world);
  return hasUacce(own) ? findWorld('sva-tiny') : own;
}

/** Everything that up to so many commands do to each other on its kernel. */
function overlapping(defect: Defect, depth: number, unreduced: boolean): Breaks {
  return shortestBreaks({
    specification,
    port: kernelWith(defect).recording(),
    world: raceWorld(defect),
    symmetry: 'names',
    overlap: depth,
    unreduced,
    depth,
    states: Infinity,
    first: false,
  });
}

function shortestOverlap(defect: Defect, depthMax: number): void {
  it('breaks its law after as many commands as the catalogue says, and no fewer', () => {
    const commands = lengthOfTrace({ world: raceWorld(defect), steps: defect.shortest });
    const depth = Math.min(commands, depthMax);
    expect(fewest(overlapping(defect, depth, false))[placeOf(defect)]).toBe(
      commands > depth ? undefined : commands,
    );
  });
}

function sameWithoutReduction(defect: Defect): void {
  it('breaks the same whether or not equivalent schedules are left out', () => {
    const reduced = overlapping(defect, 2, false);
    const all = overlapping(defect, 2, true);
    expect(fewest(reduced)).toEqual(fewest(all));
    expect(reduced.schedules.completed).toBeLessThan(all.schedules.completed);
  });
}

/**
 * A kernel whose exit releases its files one after the other; only in one order does a bond that was freed and used lead to
 * the lock that is held.
 */
export function searchWhereOrderDecides(symmetry: Symmetry): Breaks {
  return shortestBreaks({
    specification,
    port: twiceWrong(),
    world: parseWorld('sva-small,devices=2,name=two-devices'),
    symmetry,
    depth: 4,
    states: Infinity,
    first: false,
  });
}
