import { expect, it } from 'vitest';
import { SimulatedKernel } from '../../implementation/kernel/simulated.ts';
import { reference } from '../../implementation/kernel/switches.ts';
import { findWorld } from '../../model/worlds.ts';
import { CommandSpace } from './command-space.ts';
import type { Symmetry } from './symmetry.ts';
import { exploreSpace } from './engine.ts';
import { specification } from '../../properties/linux.ts';

/** Pinned: another number means that the model, the kernel or what is taken for one has changed. */
const pinned: [world: string, symmetry: Symmetry, levels: number[]][] = [
  ['sva-small', 'unordered', [1, 6, 24, 113, 518, 2227]],
  ['sva-small', 'names', [1, 6, 24, 120, 641, 3516]],
  ['sva-small', 'objects', [1, 6, 27, 149, 840]],
  ['sva-small', 'none', [1, 7, 37, 214, 1284]],
  ['sva-tiny', 'unordered', [1, 6, 24, 112, 495, 1975]],
  ['sva-tiny', 'names', [1, 6, 24, 119, 602, 2889]],
  ['sva', 'unordered', [1, 6, 30, 179, 1235]],
  ['sva', 'names', [1, 6, 30, 195, 1573]],
  ['sva', 'objects', [1, 8, 59, 487]],
  ['sva', 'none', [1, 9, 71, 627]],
  ['vfio-alone', 'names', [1, 17, 106, 446]],
  ['vfio-alone', 'none', [1, 18, 135, 717]],
  ['vfio-tiny', 'unordered', [1, 19, 165, 1263]],
  ['vfio-tiny', 'names', [1, 19, 165, 1264]],
  ['vfio-tiny', 'objects', [1, 19, 169, 1384]],
  ['vfio-tiny', 'none', [1, 20, 203]],
];

/** Counts the states of each level. @param statesMax - levels that are larger are left out */
export function countsAsPinned(statesMax: number): void {
  it.each(pinned)('in %s, alike by %s', (world, symmetry, all) => {
    const levels = all.filter((states) => states <= statesMax);
    const kernel = new SimulatedKernel('reference', reference);
    const space = new CommandSpace(specification, kernel, findWorld(world), symmetry, () => true);
    space.start();
    const found = exploreSpace(space, { depth: levels.length - 1, states: Infinity });
    expect(found.levels.map((level) => level.states)).toEqual(levels);
    expect(found.found).toEqual([]);
  });
}
