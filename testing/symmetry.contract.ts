import { expect, it } from 'vitest';
import { simulate } from '../defects/kernels.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import type { Version } from '../implementation/versions/index.ts';
import { findWorld } from '../model/worlds.ts';
import { checkSymmetry } from './symmetry.ts';
import { twiceWrong } from './twice-wrong.ts';

/** A version in the world of a name. */
export interface SymmetryCase {
  readonly name: string;
  readonly version: Version;
  readonly world: string;
}

/** The number of random states of each case that are renamed. */
export function namesAndPlacesMeanNothing(cases: readonly SymmetryCase[], renamings: number): void {
  it.each(cases)('to $name in $world', ({ version, world }) => {
    expect(checkSymmetry(simulate(version), findWorld(world), renamings, 1)).toEqual({
      renamings,
      failures: [],
    });
  });

  it.each<[string, Partial<Switches>]>([
    ['v9’s domain', { externalOwner: 'attacher', secondMediated: 'joins-freed' }],
    ['lists by frame', { pfnList: 'by-frame', externalPin: 'per-reference' }],
    ['charges that wait', { charge: 'deferred-if-contended', limitTest: 'before' }],
    ['the task of a mapping', { dmaOwner: 'mapping-thread', unmapBy: 'owner' }],
  ])('to kernels with %s', (_name, off) => {
    const kernel = new SimulatedKernel('wrong', { ...reference, ...off });
    for (const world of ['vfio', 'vfio-threads', 'both'])
      expect(checkSymmetry(kernel, findWorld(world), renamings, 1).failures).toEqual([]);
  });

  it('to kernels on which the order in which things were made decides what goes wrong', () => {
    expect(checkSymmetry(twiceWrong(), findWorld('sva'), renamings, 1).failures).toEqual([]);
  });
}

/** The failures if the order of creation is ignored; they show that it matters. */
export function orderMatters(kernel: SimulatedKernel, renamings: number): readonly string[] {
  return checkSymmetry(kernel, findWorld('sva'), renamings, 9, 'unordered', true).failures;
}
