import { describe, expect, it } from 'vitest';
import { needsFaults, needsInterleaving } from '../../defects/defect.ts';
import { kernelWith } from '../../defects/identify.ts';
import { defects } from '../../defects/index.ts';
import { SimulatedKernel } from '../../implementation/kernel/simulated.ts';
import { reference } from '../../implementation/kernel/switches.ts';
import { findWorld, type World } from '../../model/world.ts';
import { CommandSpace } from '../exhaustive/command-space.ts';
import { explore } from '../exhaustive/engine.ts';
import { shortestBreaks } from '../exhaustive/shortest.ts';
import { specification } from '../specification.ts';
import { searchPlainly } from './plain-search.ts';

const small = findWorld('sva-small');

function plain(depth: number, limit = Infinity) {
  return searchPlainly(new SimulatedKernel('reference', reference), small, depth, limit);
}

describe('the plain search', () => {
  it('finds the same states again: the levels, and the text of all of them', () => {
    expect(plain(2)).toEqual(plain(2));
  });

  it('has a digest that another depth and another kernel do not have', () => {
    const digests = [
      plain(1),
      plain(2),
      searchPlainly(kernelWith(defects[0]!), small, 2, Infinity),
    ];
    expect(new Set(digests.map((search) => search!.digest)).size).toBe(3);
  });

  it('finds nothing broken on the reference', () => {
    expect(plain(3)!.breaks.size).toBe(0);
  });

  it('counts counters and generations too, so it has no fewer states than the fast one', () => {
    const space = new CommandSpace(
      new SimulatedKernel('reference', reference),
      specification,
      small,
      'none',
      () => true,
    );
    const fast = explore(space, { depth: 3, states: Infinity }).levels.map(({ states }) => states);
    const slow = plain(3)!.levels;
    expect(slow[0]).toBe(1);
    expect(slow.map((states, i) => states >= fast[i]!)).toEqual([true, true, true, true]);
  });

  it('gives up behind its limit', () => {
    const { levels } = plain(2)!;
    const states = levels.reduce((a, b) => a + b);
    expect(plain(2, states)).toBeDefined();
    expect(plain(2, states - 1)).toBeUndefined();
  });
});

/** Up to three commands, no defect of SVA needs a second device, and none of VFIO a second container or a limit. */
const smaller = ({ vfio }: World): World => {
  if (vfio === undefined) return small;
  const alone = findWorld('vfio-alone');
  const { groups, addresses } = vfio;
  const backends = vfio.backends.filter((backend) => backend !== 'type1');
  const least = { groups, backends, addresses, limits: [] };
  return { ...alone, vfio: { ...alone.vfio!, ...least } };
};

describe('agrees with the fast search about the fewest commands that break each law and place', () => {
  // Nothing fails or overlaps in the plain search. Those of VFIO that need more commands are left to the fast one: until
  // then nothing tells them from each other.
  const compared = defects.filter(
    (defect) =>
      !needsFaults(defect) &&
      !needsInterleaving(defect) &&
      (findWorld(defect.world).vfio === undefined || defect.id === 'v9-local-addr-space-leak'),
  );

  it.each(compared)(
    'of $id',
    (defect) => {
      const depth = defect.shortest.length > 3 ? 2 : defect.shortest.length;
      const world = depth > 2 ? smaller(findWorld(defect.world)) : findWorld(defect.world);
      const slow = searchPlainly(kernelWith(defect), world, depth, Infinity)!;
      const fast = shortestBreaks({
        port: kernelWith(defect),
        world,
        symmetry: 'names',
        depth,
        states: Infinity,
        first: false,
      });
      const lengths = fast.shortest.map(
        ({ broken, trace }) => [`${broken.law}\n${broken.place}`, trace.steps.length] as const,
      );
      expect(slow.breaks.size > 0).toBe(defect.shortest.length <= 3);
      expect(slow.breaks).toEqual(new Map(lengths));
    },
    30_000,
  );
});
