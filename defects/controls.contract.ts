import { expect, it } from 'vitest';
import { placeText } from '../model/place.ts';
import { searchAtRandom } from '../checker/random.ts';
import type { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { commandText } from '../model/linux.ts';
import { findWorld } from '../model/worlds.ts';
import { specification } from '../properties/linux.ts';

/** @param most - commands of random traces in each world */
export function isSilent(port: SimulatedKernel, worlds: readonly string[], most: number): void {
  it.each(worlds)('is silent in %s', (name) => {
    const found: string[] = [];
    searchAtRandom({
      specification,
      port,
      world: findWorld(name),
      seed: 1,
      first: true,
      goOn: ({ commands }) => commands < most,
      onFinding({ law, place, trace: { steps } }) {
        found.push(`${law}: ${placeText(place)}: ${steps.map(commandText).join('; ')}`);
      },
    });
    expect(found).toEqual([]);
  });
}
