import { describe, expect, it } from 'vitest';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { versions } from '../implementation/versions/index.ts';
import { worlds } from '../model/worlds.ts';
import { namesAndPlacesMeanNothing, orderMatters } from './symmetry.contract.ts';

const vfioWorlds = worlds.filter(({ vfio }) => vfio !== undefined).map(({ name }) => name);
const cases = versions.flatMap((version, i) =>
  [
    'sva',
    'sva-small',
    'sva-one-pasid',
    'sva-group',
    // The oldest and the newest: in VFIO the versions in between behave like one of them.
    ...(i === 0 || i === versions.length - 1 ? vfioWorlds : []),
  ].map((world) => ({ name: version.name, version, world })),
);

describe('names and places mean nothing', () => {
  namesAndPlacesMeanNothing(cases, 300);
});

describe('the order in which things were made', () => {
  it('means nothing to the reference', () => {
    expect(orderMatters(new SimulatedKernel('reference', reference), 6000)).toEqual([]);
  });
});
