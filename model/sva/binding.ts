import { type Answer, errno, errnoName, failed, ok } from '../answer.ts';
import type { Judgement } from '../judgement.ts';
import type { Process, State } from '../state.ts';
import { isOneGroup, svaOf } from './bounds.ts';
import { pasidsOf } from '../ioasid/bounds.ts';

/**
 * What open and bind have in common: the caller's mm is bound to a device, and the caller is told a
 * PASID. One mm has one PASID on all devices (drivers/iommu/iommu-sva-lib.c, iommu_sva_alloc_pasid).
 */

/**
 * Is the device in an IOMMU group with others? Then a bind may be refused, as v5.18 does; v6.2 attaches the PASID
 * to all of them (drivers/iommu/iommu.c, iommu_sva_bind_device).
 */
function isInCompany({ world }: State): boolean {
  return isOneGroup(world) && svaOf(world).devices > 1;
}

/** The PASID that this mm has, or the lowest that nobody can have. */
export function typicalBind(s: State, p: Process): Answer {
  const pasid = s.pasidBoundTo(p.mm) || p.pasid || s.lowestFree();
  return pasid === 0 ? failed('ENOSPC') : ok(pasid);
}

/**
 * Admits: the PASID this mm is bound under; if none, one that nobody holds; ENOSPC if all may be taken; EINVAL
 * in company.
 */
export function judgeBind(s: State, kind: string, p: Process, a: Answer): Judgement {
  const bound = s.pasidBoundTo(p.mm);
  if (a.errno !== errno.OK) {
    if (a.errno === errno.EINVAL && isInCompany(s)) return undefined;
    if (a.errno === errno.ENOSPC && bound === 0 && s.mayBeExhausted()) return undefined;
    return {
      law: 'answers-conform',
      place: `${kind}: ${errnoName(a.errno)}`,
      witness: `${kind} answered ${errnoName(a.errno)}. Admitted: ${admits(s, p)}.`,
    };
  }
  const pasid = a.value;
  const none = judgeRange(s, kind, pasid, () => admits(s, p));
  if (none !== undefined) return none;
  const other = s.boundOtherwise(p.mm, pasid);
  if (other !== 0)
    return {
      law: 'pasid-stability',
      place: 'told another PASID',
      witness: `${kind} answered PASID ${pasid}, but mm${p.mm - 1} is bound under ${other} and has one PASID on all devices.`,
    };
  return judgeFresh(s, kind, p.mm, pasid, () => admits(s, p));
}

/** Broken if what was handed out is no PASID of this world. @param admitted - in words, when they are needed */
export function judgeRange(
  { world }: State,
  kind: string,
  pasid: number,
  admitted: () => string,
): Judgement {
  if (pasid >= 1 && pasid <= pasidsOf(world)) return undefined;
  return {
    law: 'answers-conform',
    place: `${kind}: no PASID`,
    witness: `${kind} answered ${pasidText(pasid)}, which is none: the world has 1 to ${pasidsOf(world)}. Admitted: ${admitted()}.`,
  };
}

/** Broken if somebody other than `mm` (0: a driver) holds the PASID that was handed out. */
export function judgeFresh(
  s: State,
  kind: string,
  mm: number,
  pasid: number,
  /** In words, when they are needed. */
  admitted: () => string,
): Judgement {
  const holder = s.holder(pasid, mm);
  if (holder === undefined) return undefined;
  return {
    law: 'pasid-uniqueness',
    place: 'handed out while held',
    witness: `${kind} answered PASID ${pasid}. Admitted: ${admitted()}; ${pasid} is held by ${holderText(s, holder)}.`,
  };
}

function admits(s: State, p: Process): string {
  return `${admitsOf(s, p)}${isInCompany(s) ? ', or EINVAL' : ''}`;
}

function admitsOf(s: State, p: Process): string {
  const bound = s.pasidBoundTo(p.mm);
  if (bound !== 0) return `PASID ${bound} again`;
  return s.mayBeExhausted() ? 'a PASID that nobody holds, or ENOSPC' : 'a PASID that nobody holds';
}

function holderText(s: State, holder: NonNullable<ReturnType<State['holder']>>): string {
  if (!('mm' in holder)) return `the driver that allocated n${holder.name}`;
  const { file, mm } = holder;
  const open = s.files[file];
  const keepers = s.processes.filter((q) => q.live !== 0 && open && s.holds(q, open));
  const kept = keepers.length
    ? `, kept open by ${keepers.map((q) => `p${q.name}`).join(', ')}`
    : '';
  return `the bond of f${open?.name} with mm${mm - 1}${kept}`;
}

/** A success that tells what is no PASID hands nothing out. */
export function pasidOutcome({ value }: Answer): string {
  return value > 0 ? 'success' : 'no PASID';
}

/** `PASID 3`; what is no PASID at all as the unsigned number that a driver would program. */
export function pasidText(pasid: number): string {
  return pasid > 0 ? `PASID ${pasid}` : `PASID 0x${(pasid >>> 0).toString(16)}`;
}
