import { describe, expect, it } from 'vitest';
import { violationText } from '../model/judgement.ts';
import { Runner } from '../checker/run.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { findWorld } from '../model/worlds.ts';
import { isSilent } from './controls.contract.ts';
import { controls } from './controls.ts';
import { defects } from './index.ts';
import { specification } from '../properties/linux.ts';

describe.each(controls)('$id', ({ id, switches, worlds, trace }) => {
  const port = new SimulatedKernel(id, { ...reference, ...switches });

  it('happens in its trace, and breaks nothing', () => {
    const broken: string[] = [];
    const { applied, skipped } = new Runner(specification, port, findWorld(worlds[0])).run(trace, {
      broken(_step, { law, place }) {
        broken.push(violationText({ law, place }));
      },
    });
    expect({ applied, skipped, broken }).toEqual({ applied: trace.length, skipped: 0, broken: [] });
  });

  isSilent(port, worlds, 1000);
});

describe('controls', () => {
  it('have names of their own', () => {
    const ids = [...controls, ...defects].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
