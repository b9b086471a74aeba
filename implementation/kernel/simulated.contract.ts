import fc from 'fast-check';
import { describe, it } from 'vitest';
import { traces } from '../../checker/arbitrary.ts';
import { Runner } from '../../checker/run.ts';
import type { Command } from '../../model/command.ts';
import { worlds } from '../../model/worlds.ts';
import { portContract } from '../port.contract.ts';
import type { Version } from '../versions/index.ts';
import { SimulatedKernel } from './simulated.ts';
import { reference } from './switches.ts';
import { specification } from '../../properties/linux.ts';

/** What a kernel is there to show, and so does not promise. */
const breaks: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'vfio-mdev-v9': {
    'counts a page once that the IOMMU and a driver have pinned, and every reference':
      'v9-pfn-keyed-list: it knows what a driver has pinned by its frame and not by its IOVA',
    'leaves nothing of VFIO once everyone has exited and it has settled':
      'v9-local-addr-space-leak',
  },
  'x86-pasid-v1': {
    'leaves nothing once everyone has closed and exited and it has settled':
      'x86-pasid-leak-no-enqcmd',
  },
};

export function keepsTheContract(some: readonly Version[]): void {
  describe.each(some)('$name as a port', ({ name, switches, has }) => {
    const noMediated = has.includes('vfio') && !has.includes('mdev');
    portContract(() => new SimulatedKernel(name, switches), {
      noMediated,
      breaks: breaks[name] ?? {},
    });
  });
}

/** @param numRuns - random traces of each world */
export function neverRunsOutOfRoom(numRuns: number): void {
  it.each(worlds)('never runs out of room in a random trace of $name', (world) => {
    const runner = new Runner(specification, new SimulatedKernel('reference', reference), world);
    const full = (steps: readonly Command[]) => runner.run(steps, {}).ended === 'full';
    fc.assert(
      fc.property(traces(specification, world), ({ steps }) => !full(steps)),
      { seed: 3, numRuns, endOnFailure: true },
    );
  });
}
