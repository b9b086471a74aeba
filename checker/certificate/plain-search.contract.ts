import { describe, expect, it } from 'vitest';
import { keyOf } from '../../model/judgement.ts';
import { needsFaults, needsInterleaving } from '../../defects/defect.ts';
import { kernelWith } from '../../defects/identify.ts';
import { defects } from '../../defects/index.ts';
import { hasIdxd } from '../../model/sva/bounds.ts';
import { findWorld } from '../../model/worlds.ts';
import type { World } from '../../model/world.ts';
import { shortestBreaks } from '../exhaustive/shortest.ts';
import { searchPlainly } from './plain-search.ts';
import { specification } from '../../properties/linux.ts';

/** Worlds of SVA that have what their defects need, and that no smaller one has. */
const special = new Set(['sva-one-pasid', 'sva-uacce', 'sva-leaves', 'sets-small']);

/** Up to three commands, no defect of SVA needs a second device, and none of VFIO a second container or a limit. */
const smaller = (world: World): World => {
  const { name, vfio, pages } = world;
  if (hasIdxd(world)) return world;
  if (vfio === undefined) return special.has(name) ? world : findWorld('sva-small');
  const alone = findWorld('vfio-alone');
  const { groups } = vfio;
  const backends = vfio.backends.filter((backend) => backend !== 'type1');
  return {
    ...alone,
    pages: { ...alone.pages!, addresses: pages!.addresses, limits: [] },
    vfio: { ...alone.vfio!, groups, backends },
  };
};

/** @param depthMax - commands, at most; three are the most that it does in reasonable time */
export function agreesWithTheFastSearch(depthMax: 2 | 3): void {
  // Nothing fails or overlaps in the plain search. Those of VFIO that need more commands are left to the fast one: until
  // then nothing tells them from each other.
  const compared = defects.filter(
    (defect) =>
      !needsFaults(defect) &&
      !needsInterleaving(defect) &&
      (findWorld(defect.world).vfio === undefined || defect.id === 'v9-local-addr-space-leak'),
  );

  describe('agrees with the fast search about the fewest commands that break each law and place', () => {
    it.each(compared)('of $id', (defect) => {
      const length = defect.shortest.length;
      const depth = length > depthMax ? 2 : length;
      const world = depth > 2 ? smaller(findWorld(defect.world)) : findWorld(defect.world);
      const slow = searchPlainly(specification, kernelWith(defect), world, depth, Infinity)!;
      const fast = shortestBreaks({
        specification,
        port: kernelWith(defect),
        world,
        symmetry: 'names',
        depth,
        states: Infinity,
        first: false,
      });
      const lengths = fast.shortest.map(
        ({ broken, trace }) => [keyOf(broken), trace.steps.length] as const,
      );
      // what it breaks on the way to its law it may break sooner
      if (length <= depth || length > 3) expect(slow.breaks.size > 0).toBe(length <= depth);
      expect(slow.breaks).toEqual(new Map(lengths));
    });
  });
}
