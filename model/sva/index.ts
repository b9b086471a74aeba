import type { DomainOf } from '../domain.ts';
import type { State } from '../state.ts';
import {
  hasDevices,
  hasIdxd,
  hasPrivateBinds,
  hasUacce,
  isDedicated,
  svaBounds,
  type SvaBounds,
} from './bounds.ts';
import { describeSva } from './describe.ts';
import { svaGauges } from './gauges.ts';
import { type SvaSeen, svaSeen } from './seen.ts';
import { SvaState } from './state.ts';
import { svaWorlds } from './worlds.ts';

export interface Sva {
  readonly name: 'sva';
  readonly bounds: SvaBounds;
  readonly state: SvaState;
  readonly seen: SvaSeen;
}

export const svaDomain: DomainOf<Sva> = {
  name: 'sva',
  inWords: 'SVA',
  needs: ['ioasid'],
  bounds: svaBounds,
  part: (s, l) => new SvaState(s, l),
  seen: svaSeen,
  worlds: svaWorlds,
  isWorthWhile: hasDevices,
  features: {
    sva: { inWords: 'SVA', isNeeded: hasUacce },
    vtd: { inWords: 'VT-d', isNeeded: hasIdxd },
    'private-pasid': { inWords: 'private PASIDs', isNeeded: hasPrivateBinds },
  },
  sorts: [
    {
      name: 'device',
      letter: 'd',
      rows: (s: State) => s.sva.devices,
      isGiven: true,
      areAlike: (world, a, b) => isDedicated(world, a) === isDedicated(world, b),
      counts: true,
      party: (_s, device) => `d${device}`,
    },
    {
      name: 'file',
      letter: 'f',
      rows: (s: State) => s.sva.files,
      party: (s, file) => partyOf(s.sva.file(file)),
    },
    {
      name: 'handle',
      letter: 'h',
      // the handle of open has no name
      rows: (s: State) => s.sva.handles,
      party: (s, handle) => partyOf(s.sva.handle(handle)),
    },
  ],
  tasks: [
    {
      name: 'hotplug',
      field: 'device',
      says: (n) => `hotplug d${n}`,
      continuation: {
        kind: 'continue-hotplug',
        says: 'the hot-plug thread of the device resumes its suspended command',
      },
    },
  ],
  gauges: ({ world }) => svaGauges(world),
  describe: describeSva,
};

/** A file and a handle stand for their device. */
function partyOf(of: { readonly device: number } | undefined): string | undefined {
  return of && `d${of.device}`;
}
