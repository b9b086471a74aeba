import { describe, expect, it } from 'vitest';
import { searchAtRandom } from '../checker/random.ts';
import { Runner } from '../checker/run.ts';
import { specification } from '../checker/specification.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { findWorld } from '../model/world.ts';
import { commandText } from '../model/text.ts';
import { controls } from './controls.ts';
import { defects } from './index.ts';

/** Commands of random traces in each world. */
const COMMANDS = 5000;

describe.each(controls)('$id', ({ id, switches, worlds, trace }) => {
  const port = new SimulatedKernel(id, { ...reference, ...switches });

  it('happens in its trace, and breaks nothing', () => {
    const broken: string[] = [];
    const { applied, skipped } = new Runner(port, specification, findWorld(worlds[0])).run(trace, {
      broken(_step, { law, place }) {
        broken.push(`${law}: ${place}`);
      },
    });
    expect({ applied, skipped, broken }).toEqual({ applied: trace.length, skipped: 0, broken: [] });
  });

  it.each(worlds)('is silent in %s', (name) => {
    const found: string[] = [];
    searchAtRandom({
      port,
      world: findWorld(name),
      seed: 1,
      first: true,
      goOn: ({ commands }) => commands < COMMANDS,
      onFinding({ law, place, trace: { steps } }) {
        found.push(`${law}: ${place}: ${steps.map(commandText).join('; ')}`);
      },
    });
    expect(found).toEqual([]);
  });
});

describe('controls', () => {
  it('have names of their own', () => {
    const ids = [...controls, ...defects].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
