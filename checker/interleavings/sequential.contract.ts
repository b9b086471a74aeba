import { expect, it } from 'vitest';
import { sameViolation } from '../../model/judgement.ts';
import { breaksOf, type Defect } from '../../defects/defect.ts';
import { kernelWith } from '../../defects/identify.ts';
import { findWorld } from '../../model/worlds.ts';
import type { World } from '../../model/world.ts';
import { shortestBreaks } from '../exhaustive/shortest.ts';
import { specification } from '../../properties/linux.ts';

/** As small as can be; files stay open across exec where the defect needs it. */
export const worldFor = (name: string): World => ({
  ...findWorld('sva-tiny'),
  closeOnExec: findWorld(name).closeOnExec,
});

/**
 * No trace of up to so many commands shows the defect, one after the other. By hand it was run for every trace of up to
 * eight, in the same worlds: 99,142 to 130,723 states each, none of which breaks the law at its place.
 */
export function isNotShownInOrder(defect: Defect, depth: number): void {
  it(`is not shown by up to ${depth} commands one after the other`, () => {
    const targets = breaksOf(defect).map((one) => ({ ...one, witness: '' }));
    const found = shortestBreaks({
      specification,
      port: kernelWith(defect),
      world: worldFor(defect.world),
      symmetry: 'unordered',
      depth,
      states: Infinity,
      first: false,
      seeks: (broken) => targets.some((target) => sameViolation(broken, target)),
    });
    expect(found.complete).toBe(depth);
    expect(found.shortest).toEqual([]);
  });
}
