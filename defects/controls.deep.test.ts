import { describe } from 'vitest';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { isSilent } from './controls.contract.ts';
import { controls } from './controls.ts';

describe.each(controls)('$id', ({ id, switches, worlds }) => {
  isSilent(new SimulatedKernel(id, { ...reference, ...switches }), worlds, 5000);
});
