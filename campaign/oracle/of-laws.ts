import type { SplatKind } from '../../implementation/kernel/machine/splat.ts';
import type { LawName } from '../../model/judgement.ts';
import { entryStates } from '../../model/sva/seen.ts';
import { nobody } from '../../model/ioasid/seen.ts';
import type { Observation } from '../../model/observation.ts';
import type { State } from '../../model/state.ts';
import { laws } from '../../properties/laws/index.ts';
import { forgiving, seeing, type Weakening, without } from './weakening.ts';
import { pasidsOf } from '../../model/ioasid/bounds.ts';

/** Every law off, then each law without one of its clauses, in the order of the laws. */
export const weakeningsOfLaws: readonly Weakening[] = [
  ...laws.map(({ name }) => off(name)),

  {
    name: 'linearizability-without-precedence',
    says: 'what overlaps a third command may be put before what had returned already',
    of: ['linearizability'],
    weaken: without('precedence'),
  },
  {
    name: 'linearizability-on-nothing',
    says: 'among others, a command may succeed on what one of them took away',
    of: ['linearizability'],
    weaken: without('gone'),
  },

  at('pasid-uniqueness', 'handed-out', 'handed out while held'),
  at('pasid-uniqueness', 'claimed-twice', 'two address spaces claim it'),
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
    says: 'a PASID that a driver took may be handed out again',
    of: ['pasid-uniqueness'],
    weaken: forgiving('pasid-uniqueness', (_broken, s) => {
      if (s === undefined) return false;
      const caller = s.state.process(s.command['process'] as number)?.mm ?? 0;
      const { sva, ioasid } = s.state;
      return !sva.holds(s.answer.value, caller) && ioasid.holds(s.answer.value);
    }),
    unnoticed:
      'there is one allocator: what loses a driver’s PASID loses those of processes as well, and then a bond holds it',
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
      'what is free too early is handed out before long, and is broken then as another’s; it takes a longer trace',
  },
  toleratedOwner('of-another', 'belongs to another mm or to a driver', (owner) => owner !== nobody),

  {
    name: 'no-stale-translation-of-ended-mms',
    says: 'translations of an mm that ended may stay cached while it is bound',
    of: ['no-stale-translation'],
    weaken: seeing('no-stale-translation', () => ({ mmInUse: () => true })),
  },
  {
    name: 'no-stale-translation-without-bond',
    says: 'translations may stay cached after the bond, as long as the mm is in use',
    of: ['no-stale-translation'],
    weaken: seeing('no-stale-translation', (seen) => ({
      cachedMm(device, pasid) {
        const mm = seen.cachedMm(device, pasid);
        return seen.mmInUse(mm) ? 0 : mm;
      },
    })),
  },

  {
    name: 'isolation-unless-running',
    says: 'a DMA may reach a foreign mm that still runs',
    of: ['isolation'],
    weaken: forgiving('isolation', (_broken, s) => s !== undefined && s.state.runs(s.answer.value)),
  },

  ...Object.keys({
    'use-after-free': 0,
    'double free': 0,
    'null dereference': 0,
    'out of bounds': 0,
    'refcount underflow': 0,
    'sleeping in atomic context': 0,
    'recursive locking': 0,
    'inverted lock order': 0,
    'lock held on return': 0,
    deadlock: 0,
    'hung task': 0,
    warning: 0,
    BUG: 0,
  } satisfies Record<SplatKind, 0>).map((kind): Weakening => ({
    name: `no-splat-but-${kind.replaceAll(' ', '-')}`,
    says: `the kernel may complain of this: ${kind}`,
    of: ['no-splat'],
    weaken: forgiving('no-splat', ({ place }) => place.startsWith(`${kind} in `)),
  })),

  leftBehind('objects', 'objects of the kernel', /^(?!PASID |context descriptor )/),
  leftBehind('pasids', 'PASIDs', /^PASID /),
  leftBehind('entries', 'table entries', /^context descriptor /),

  at('pasid-stability', 'told', 'told another PASID'),
  at('pasid-stability', 'changed', 'mm->pasid changed under a bond'),
  {
    name: 'pasid-stability-if-lost',
    says: 'a bound mm may lose its PASID, if it has no other',
    of: ['pasid-stability'],
    weaken: forgiving('pasid-stability', ({ witness }) => witness.endsWith('is now none.')),
  },
  {
    name: 'pasid-stability-if-replaced',
    says: 'a bound mm may have another PASID, as long as it has one',
    of: ['pasid-stability'],
    weaken: forgiving('pasid-stability', ({ witness }) => /is now \d+\.$/.test(witness)),
  },

  where('isolation', 'unmapped', 'the IOMMU maps what nobody maps', /what nobody maps$/),
  where(
    'isolation',
    'mapped',
    'the IOMMU maps memory of a foreign mm',
    /^the IOMMU .* foreign mm$/,
  ),
  where('isolation', 'pinned', 'a driver is given memory of a foreign mm', /^a driver was given/),

  where('locked-vm', 'too-much', 'pages stay charged', /too much is charged$/),
  where('locked-vm', 'too-little', 'pages are not charged', /too little is charged$/),
  where('locked-vm', 'after-exit', 'a process ends or changes its program', /^(exit|exec): /),
  ...['map', 'attach', 'pin', 'mlock', 'map-vaddr'].map((kind) =>
    where('memlock-limit', kind, `${kind} goes over the limit`, new RegExp(`^${kind}: `)),
  ),
  where('pin-balance', 'kept', 'a page stays pinned', /a page stays pinned$/),
  where('pin-balance', 'lost', 'a pin is lost', /a pin is lost$/),
  where('failure-atomicity', 'pinned', 'what is refused has pinned or unpinned', /pinned$|lost$/),
  where('failure-atomicity', 'charged', 'what is refused has charged', /more is charged$/),
  where('failure-atomicity', 'credited', 'what is refused has credited', /less is charged$/),
  where('unmap-terminates', 'hung', 'an unmap may wait for ever', /HUNG$/),
  where('unmap-terminates', 'oopsed', 'an unmap may kill its task', /OOPS$/),
  {
    name: 'laws-between-overlaps',
    says: 'where commands that overlap lead may be anywhere: no law is asked there',
    of: ['linearizability'],
    weaken: without('laws'),
  },
];

/** A law that is silent at places like these. */
function where(law: LawName, clause: string, says: string, places: RegExp): Weakening {
  return {
    name: `${law}-unless-${clause}`,
    says: `${law} is silent where ${says}`,
    of: [law],
    weaken: forgiving(law, ({ place }) => places.test(place)),
  };
}

function off(law: LawName): Weakening {
  return {
    name: `${law}-off`,
    says: `nothing breaks ${law} any more`,
    of: [law],
    weaken: law === 'linearizability' ? without('misfits') : forgiving(law, () => true),
  };
}

/** A law that is silent at one of its places. */
function at(law: LawName, clause: string, place: string): Weakening {
  return {
    name: `${law}-unless-${clause}`,
    says: `${law} is silent where ${place}`,
    of: [law],
    weaken: forgiving(law, (broken) => broken.place === place),
  };
}

function toleratedOwner(
  name: string,
  says: string,
  tolerates: (owner: number) => boolean,
): Weakening {
  return {
    name: `no-reuse-unless-${name}`,
    says: `a PASID that something still refers to may be one that ${says}`,
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

function leftBehind(name: string, says: string, what: RegExp): Weakening {
  return {
    name: `balance-at-rest-but-${name}`,
    says: `${says} may be left when everyone has gone`,
    of: ['balance-at-rest'],
    weaken: seeing('balance-at-rest', (seen: Observation) => ({
      leftovers: () => seen.leftovers().filter((line) => !what.test(line)),
    })),
  };
}

function heldByDriver(state: State, pasid: number): boolean {
  return state.ioasid.grants.some((g) => g.live !== 0 && g.pasid === pasid);
}
