import type { DomainOf } from '../domain.ts';
import type { State } from '../state.ts';
import { hasVfio, vfioBounds, type VfioBounds } from './bounds.ts';
import { describeVfio } from './describe.ts';
import { vfioGauges } from './gauges.ts';
import { openingsOfVfio } from './openings.ts';
import { vfioSituations } from './situations.ts';
import { type VfioSeen, vfioSeen } from './seen.ts';
import { VfioState } from './state.ts';
import { vfioWorlds } from './worlds.ts';

export interface Vfio {
  readonly name: 'vfio';
  readonly bounds: VfioBounds;
  readonly state: VfioState;
  readonly seen: VfioSeen;
}

export const vfioDomain: DomainOf<Vfio> = {
  name: 'vfio',
  inWords: 'VFIO',
  needs: ['pages'],
  bounds: vfioBounds,
  part: (s, l) => new VfioState(s, l),
  seen: vfioSeen,
  worlds: vfioWorlds,
  isWorthWhile: hasVfio,
  features: {
    vfio: { inWords: 'VFIO', isNeeded: hasVfio },
    mdev: {
      inWords: 'mediated devices',
      // Drivers that pin were added with mediated devices, whatever the kind of their device.
      isNeeded: ({ vfio }) => vfio?.groups.some((kind) => kind !== 'passthrough') ?? false,
    },
    vaddr: { inWords: 'addresses of mappings that are handed to another program' },
    dirty: { inWords: 'a note of which pages were written' },
  },
  sorts: [
    { name: 'container', letter: 'c', rows: (s: State) => s.vfio.files.containers },
    {
      name: 'group',
      letter: 'g',
      rows: (s: State) => s.vfio.files.groups,
      isGiven: true,
      areAlike: ({ vfio }, a, b) => vfio?.groups[a] === vfio?.groups[b],
      party: (_s, group) => `g${group}`,
      kindOf: ({ vfio }, group) => vfio?.groups[group],
    },
  ],
  tasks: [
    {
      name: 'driver',
      field: 'group',
      says: (n) => `driver g${n}`,
      continuation: {
        kind: 'continue-driver',
        says: 'the driver of the group’s device resumes its suspended command',
      },
    },
  ],
  gauges: ({ world }, made) => vfioGauges(world, made.names('container'), made.mms),
  describe: describeVfio,
  openings: openingsOfVfio,
  situations: vfioSituations,
};
