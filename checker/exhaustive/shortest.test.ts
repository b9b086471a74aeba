import { describe, expect, it } from 'vitest';
import { breaksOf, type Defect, needsFaults, needsInterleaving } from '../../defects/defect.ts';
import { kernelWith } from '../../defects/identify.ts';
import { defects } from '../../defects/index.ts';
import { SimulatedKernel } from '../../implementation/kernel/simulated.ts';
import { reference } from '../../implementation/kernel/switches.ts';
import type { Broken } from '../../model/judgement.ts';
import { findWorld } from '../../model/world.ts';
import { commandsIn } from '../../shrinkers/simpler.ts';
import { firstBreak } from '../reproduce.ts';
import { Runner } from '../run.ts';
import { specification } from '../specification.ts';
import { twiceWrong } from '../../testing/twice-wrong.ts';
import type { Symmetry } from './command-space.ts';
import { type Breaks, type Exploration, shortestBreaks } from './shortest.ts';

/** The shortest of every law and place that this defect breaks. */
function search(defect: Defect, depth: number, more: Partial<Exploration> = {}): Breaks {
  return shortestBreaks({
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
  return `${law}: ${place}`;
}

/** Fewest commands by law and place. */
function lengths({ shortest }: Breaks): Record<string, number> {
  return Object.fromEntries(
    shortest
      .map(({ broken, trace }) => [placeOf(broken), trace.steps.length] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The same where commands overlap. */
function fewest({ shortest }: Breaks): Record<string, number> {
  return Object.fromEntries(
    shortest.map(({ broken, trace }) => [placeOf(broken), commandsIn(trace)]),
  );
}

function byId(id: string): Defect {
  return defects.find((defect) => defect.id === id)!;
}

function isOfVfio({ world }: Defect): boolean {
  return findWorld(world).vfio !== undefined;
}

/** Commands that are searched here, at most. Of SVA some laws break only after five, all others after four. */
function depthMax(defect: Defect): number {
  if (isOfVfio(defect)) return 3;
  return defect.shortest.length > 4 ? 5 : 4;
}

/**
 * Those that are searched here. In VFIO little happens before a container is opened, a group attached and a page mapped, and
 * there are many commands: of its defects only those whose law breaks after three. That no shorter trace shows the others
 * `npm run defects:table` proves, which takes minutes.
 */
const searched = defects.filter(
  (defect) =>
    !needsInterleaving(defect) && (!isOfVfio(defect) || defect.shortest.length <= depthMax(defect)),
);

describe.each(searched)('$id', (defect) => {
  const inItsWorld = breaksOf(defect).filter(({ world }) => world === defect.world);
  const longest = Math.max(...inItsWorld.map(({ shortest }) => shortest.length));
  const depth = Math.min(longest, depthMax(defect));

  it('breaks what the catalogue says, after as many commands as it says, and no fewer', () => {
    const found = search(defect, depth);
    for (const known of inItsWorld)
      expect([placeOf(known), lengths(found)[placeOf(known)]]).toEqual([
        placeOf(known),
        known.shortest.length > depth ? undefined : known.shortest.length,
      ]);
  }, 20_000);

  // Of VFIO that is shown world by world: testing/symmetry.test.ts.
  it.runIf(!isOfVfio(defect)).each([
    // the deeper, the smaller the world
    [depth < 4 ? defect.world : 'sva-tiny', Math.min(depth, 4)],
  ] as const)(
    'breaks the same with and without symmetry, in %s up to %i commands',
    (name, most) => {
      const [names, none] = (['names', 'none'] as const).map((symmetry: Symmetry) =>
        search(defect, most, { symmetry, world: findWorld(name) }),
      );
      expect(lengths(names!)).toEqual(lengths(none!));
      expect(none!.explored.states).toBeGreaterThan(names!.explored.states);
    },
  );
});

/** Those of VFIO begin with three commands at least that do not overlap: too many for a search through all that may. */
const racing = defects.filter((defect) => needsInterleaving(defect) && !isOfVfio(defect));

describe.each(racing)('$id, which overlaps', (defect) => {
  const commands = commandsIn({ world: findWorld('sva-tiny'), steps: defect.shortest });
  const overlapping = (depth: number, unreduced: boolean): Breaks =>
    shortestBreaks({
      port: kernelWith(defect).recording(),
      world: findWorld('sva-tiny'),
      symmetry: 'names',
      overlap: depth,
      unreduced,
      depth,
      states: Infinity,
      first: false,
    });
  it('breaks its law after as many commands as the catalogue says, and no fewer', () => {
    const depth = Math.min(commands, 3);
    expect(fewest(overlapping(depth, false))[placeOf(defect)]).toBe(
      commands > depth ? undefined : commands,
    );
  });

  it('breaks the same whether or not equivalent schedules are left out', () => {
    const reduced = overlapping(2, false);
    const all = overlapping(2, true);
    expect(fewest(reduced)).toEqual(fewest(all));
    expect(reduced.schedules.completed).toBeLessThan(all.schedules.completed);
  });
});

describe('what is found', () => {
  it.each(['uacce-remove-keeps-bond', 'sva-unbind-keeps-quiet-entry', 'fork-inherits-mm-pasid'])(
    'of %s breaks the law with the last command, or at rest behind it',
    (id) => {
      const { shortest } = search(byId(id), 3);
      expect(shortest.length).toBeGreaterThan(0);
      for (const { broken, trace } of shortest) {
        const runner = new Runner(kernelWith(byId(id)), specification, trace.world);
        const { step, ran } = firstBreak(runner, trace, broken)!;
        expect([trace.steps.length - 1, trace.steps.length]).toContain(step);
        expect(ran).toEqual(trace.steps);
      }
    },
  );

  it('is every law and place, unless the first is enough', () => {
    const all = search(byId('uacce-refusal-keeps-mutex'), 4);
    expect(all.shortest.length).toBe(23);
    expect(all.explored.ended).toBe('depth');
    const [least] = all.shortest;
    const first = search(byId('uacce-refusal-keeps-mutex'), 4, { first: true });
    expect(first.explored.ended).toBe('found');
    expect(first.complete).toBe(least!.trace.steps.length);
    // of the level in which the first shows, all are told
    const shown = all.shortest.filter((s) => s.trace.steps.length <= first.complete);
    expect(lengths(first)).toEqual(lengths({ ...all, shortest: shown }));
  });

  it('is what was looked for', () => {
    const { shortest } = search(byId('mm-pasid-drop-in-mmput'), 3, {
      seeks: ({ law }) => law === 'balance-at-rest',
    });
    expect(shortest.map(({ broken }) => broken.law)).toEqual(['balance-at-rest']);
  });

  it('comes shortest first, then the weightiest law', () => {
    const { shortest } = search(byId('fork-inherits-mm-pasid'), 4);
    const rank = specification.laws.map(({ name }) => name);
    const keys = shortest.map(
      ({ broken, trace }) => trace.steps.length * 100 + rank.indexOf(broken.law),
    );
    expect(keys.length).toBeGreaterThan(3);
    expect(keys).toEqual(keys.toSorted((a, b) => a - b));
  });
});

describe('complete', () => {
  const defect = byId('fork-inherits-mm-pasid');
  const all = lengths(search(defect, 4));

  it.each([1, 2, 7, 30, 150, 600])('holds with a budget of %i states', (states) => {
    const found = search(defect, 4, { states });
    const known = lengths(found);
    expect(found.explored.ended).toBe('states');
    for (const [place, length] of Object.entries(all))
      if (length <= found.complete) expect(known).toHaveProperty([place], length);
    for (const [place, length] of Object.entries(known)) expect(length).toBe(all[place]);
  });

  it('grows with the budget, up to the depth', () => {
    const complete = [1, 30, 150, 600, Infinity].map(
      (states) => search(defect, 4, { states }).complete,
    );
    expect(complete).toEqual(complete.toSorted((a, b) => a - b));
    expect(complete.at(-1)).toBe(4);
    expect(complete[0]).toBeLessThan(2);
  });

  it('ends where the search was told to stop', () => {
    const { explored, complete } = search(defect, 4, { goOn: ({ levels }) => levels.length < 4 });
    expect([explored.ended, complete]).toEqual(['stopped', 2]);
  });

  it('is without end if nothing is left to try', () => {
    const kernel = new SimulatedKernel('few commands', reference);
    const commands = new Set(['alloc', 'free']);
    const { explored, complete, shortest } = search(defect, Infinity, {
      port: Object.assign(kernel, { capabilities: { ...kernel.capabilities, commands } }),
    });
    expect([explored.ended, complete, shortest]).toEqual(['whole space', Infinity, []]);
  });
});

describe('a kernel on which the order of descriptors decides', () => {
  // Exit releases its files one after the other; only in one order does a bond that was freed and used
  // lead to the lock that is held.
  const world = { ...findWorld('sva-small'), name: 'two devices', devices: 2 };
  const found = (symmetry: Symmetry) =>
    shortestBreaks({
      port: twiceWrong(),
      world,
      symmetry,
      depth: 4,
      states: Infinity,
      first: false,
    });

  it('is searched right with symmetry too', () => {
    const without = lengths(found('none'));
    expect(without['no-splat: recursive locking in arm_smmu_mm_release: sva_lock']).toBe(4);
    expect(lengths(found('objects'))).toEqual(without);
    expect(lengths(found('names'))).toEqual(without);
  });

  it('is not searched right where the order is taken to mean nothing', () => {
    const place = 'no-splat: recursive locking in arm_smmu_mm_release: sva_lock';
    expect(lengths(found('unordered'))[place]).toBeUndefined();
  });
});
