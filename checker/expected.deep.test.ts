import { describe, expect, it } from 'vitest';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { worlds } from '../model/worlds.ts';
import { differencesIn } from '../testing/agreement.ts';

describe('what is seen of the reference', () => {
  it.each(worlds)('is what the model holds in many traces, in world $name', (world) => {
    expect(differencesIn(new SimulatedKernel('kernel', reference), world, 300)).toEqual([]);
  });
});
