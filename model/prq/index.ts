import type { DomainOf } from '../domain.ts';
import type { State } from '../state.ts';
import type { StateLine } from '../state-line.ts';
import { hasRequests, prqBounds, type PrqBounds, prqOf } from './bounds.ts';
import { prqGauges } from './gauges.ts';
import { type PrqSeen, prqSeen } from './seen.ts';
import { groupState, PrqState } from './state.ts';
import { prqWorlds } from './worlds.ts';

export interface Prq {
  readonly name: 'prq';
  readonly bounds: PrqBounds;
  readonly state: PrqState;
  readonly seen: PrqSeen;
}

export const prqDomain: DomainOf<Prq> = {
  name: 'prq',
  inWords: 'page requests',
  needs: ['sva'],
  bounds: prqBounds,
  part: (s, l) => new PrqState(s, l),
  seen: prqSeen,
  worlds: prqWorlds,
  isWorthWhile: hasRequests,
  features: { prq: { inWords: 'page requests', isNeeded: hasRequests } },
  sorts: [
    {
      name: 'prg',
      letter: 'r',
      rows: (s: State) => namesOf(prqOf(s.world).prgs),
      isGiven: true,
      areAlike: (_world, a, b) => a === b,
    },
  ],
  tasks: [
    {
      name: 'prq',
      isParty: true,
      says: () => 'PRQ thread',
      continuation: { kind: 'continue-prq', says: 'the interrupt thread of the IOMMU resumes' },
    },
    {
      name: 'iopf',
      isParty: true,
      says: () => 'fault worker',
      continuation: { kind: 'continue-iopf', says: 'the worker for I/O page faults resumes' },
    },
  ],
  gauges: ({ world }) => prqGauges(world),
  describe: describeGroups,
};

/** The same array for the same number. */
const names = Array.from({ length: 4 }, (_, n) => Array.from({ length: n }, (_u, i) => i));
function namesOf(groups: number): readonly unknown[] {
  return names[groups]!;
}

function describeGroups(s: State): readonly StateLine[] {
  const { prgs } = prqOf(s.world);
  return s.prq.groups
    .filter(({ state }) => state !== groupState.none)
    .map(({ index, mm, state }) => ({
      what: `d${Math.floor(index / prgs)} r${index % prgs}`,
      is: `asked for mm${mm - 1}, ${state === groupState.open ? 'more follow' : 'complete'}`,
    }));
}
