import { entryStates } from '../../../../model/sva/seen.ts';
import { pasidsOf } from '../../../../model/ioasid/bounds.ts';
import { nobody } from '../../../../model/ioasid/seen.ts';
import type { State } from '../../../../model/state.ts';
import { unless } from '../../kinds.ts';
import type { OfDomain } from '../../of-domain.ts';
import { forgiving, seeing, type Weakening } from '../../weakening.ts';

export const ioasid: OfDomain = {
  clauses: [
    unless('pasid-uniqueness', 'handed-out', 'handed out while held'),
    unless('pasid-uniqueness', 'claimed-twice', 'two address spaces claim it'),
    {
      name: 'pasid-uniqueness-without-handles',
      says: 'a PASID that a bond holds may be handed out again',
      of: ['pasid-uniqueness'],
      weaken: forgiving(
        'pasid-uniqueness',
        (_broken, s) => s !== undefined && !heldByDriver(s.state, s.answer.value),
      ),
    },
    {
      name: 'pasid-uniqueness-without-grants',
      says: 'a PASID that a driver has allocated may be handed out again',
      of: ['pasid-uniqueness'],
      weaken: forgiving('pasid-uniqueness', (_broken, s) => {
        if (s === undefined) return false;
        const caller = s.state.process(s.command['process'] as number)?.mm ?? 0;
        const pasid = s.answer.value;
        return !s.state.sva.holds(pasid, caller) && s.state.ioasid.holds(pasid);
      }),
      unnoticed:
        'processes and drivers share one allocator: a mistake that loses a driver’s PASID also loses those of processes, which bonds hold',
    },

    {
      name: 'no-reuse-without-entries',
      says: 'a PASID may be free while a table entry names its old life',
      of: ['no-reuse-while-referenced'],
      weaken: seeing('no-reuse-while-referenced', () => ({ entry: () => 0 })),
    },
    {
      name: 'no-reuse-without-bonds',
      says: 'a PASID may be free while a bond uses it',
      of: ['no-reuse-while-referenced'],
      weaken: seeing('no-reuse-while-referenced', () => ({ bondMm: () => 0 })),
    },
    {
      name: 'no-reuse-without-queues',
      says: 'a queue may keep a PASID whose owner is not bound',
      of: ['no-reuse-while-referenced'],
      weaken: seeing('no-reuse-while-referenced', () => ({ queuePasid: () => 0 })),
    },
    {
      name: 'no-reuse-without-quiet-entries',
      says: 'a PASID may be free while a quiet entry names its old life',
      of: ['no-reuse-while-referenced'],
      weaken: seeing('no-reuse-while-referenced', (seen) => ({
        entry(device, pasid) {
          const entry = seen.entry(device, pasid);
          return entryStates[entry] === 'quiet' ? 0 : entry;
        },
      })),
    },
    {
      ...toleratedOwner('free', 'is free', (owner) => owner === nobody),
      unnoticed:
        'a PASID that is free too early is soon handed out again, and then breaks the law as a PASID of another owner, on a longer trace',
    },
    toleratedOwner(
      'of-another',
      'belongs to another mm or to a driver',
      (owner) => owner !== nobody,
    ),
  ],
  unfailing: ['free'],
  undisturbed: [],
  waiting: [],
  unnoticed: {
    alloc:
      'processes and drivers share one allocator: a PASID that it wrongly hands out to a driver it also hands out to an open',
  },
  leavesBehind: [{ name: 'pasids', kind: 'PASID', says: 'PASIDs' }],
};

function toleratedOwner(
  name: string,
  says: string,
  tolerates: (owner: number) => boolean,
): Weakening {
  return {
    name: `no-reuse-unless-${name}`,
    says: `a PASID that something still refers to may be in this state: it ${says}`,
    of: ['no-reuse-while-referenced'],
    weaken: seeing('no-reuse-while-referenced', (seen, { world }) => ({
      entry: (device, pasid) => (tolerates(seen.pasidOwner(pasid)) ? 0 : seen.entry(device, pasid)),
      bondMm(slot) {
        const mm = seen.bondMm(slot);
        if (mm === 0) return 0;
        const pasid = seen.bondPasid(slot);
        const isPasid = pasid >= 1 && pasid <= pasidsOf(world);
        return isPasid && tolerates(seen.pasidOwner(pasid)) ? 0 : mm;
      },
    })),
  };
}

function heldByDriver(state: State, pasid: number): boolean {
  return state.ioasid.grants.some((g) => g.live !== 0 && g.pasid === pasid);
}
