import { type Answer, errno, errnoName, failed, ok } from '../answer.ts';
import type { Judgement } from '../judgement.ts';
import type { Process, State } from '../state.ts';
import { isOneGroup, svaOf } from './bounds.ts';
import { judgeFresh, judgeRange } from '../ioasid/handing-out.ts';

/**
 * The common part of open and bind: the caller's mm is bound to a device, and the caller gets a
 * PASID. One mm has one PASID on all devices (drivers/iommu/iommu-sva-lib.c, iommu_sva_alloc_pasid).
 */

/**
 * Whether the device shares an IOMMU group with others. Then a bind may be refused, as in v5.18; v6.2 attaches the PASID
 * to all of them (drivers/iommu/iommu.c, iommu_sva_bind_device).
 */
function isInCompany({ world }: State): boolean {
  return isOneGroup(world) && svaOf(world).devices > 1;
}

/** The PASID that this mm has, or the lowest one that is certainly free. */
export function typicalBind(s: State, p: Process): Answer {
  const pasid = s.sva.pasidBoundTo(p.mm) || s.ioasid.toldTo(p) || s.ioasid.lowestFree();
  return pasid === 0 ? failed('ENOSPC') : ok(pasid);
}

/**
 * Admits the PASID under which this mm is bound; if it is not bound, any PASID that nobody holds; ENOSPC if all may be in
 * use; EINVAL if the device shares its group.
 */
export function judgeBind(s: State, kind: string, p: Process, a: Answer): Judgement {
  const bound = s.sva.pasidBoundTo(p.mm);
  if (a.errno !== errno.OK) {
    if (a.errno === errno.EINVAL && isInCompany(s)) return undefined;
    if (a.errno === errno.ENOSPC && bound === 0 && s.ioasid.mayBeExhausted()) return undefined;
    return {
      law: 'answers-conform',
      place: { command: kind, answer: errnoName(a.errno) },
      witness: `${kind} answered ${errnoName(a.errno)}. Admitted: ${admits(s, p)}.`,
    };
  }
  const pasid = a.value;
  const none = judgeRange(s, kind, pasid, () => admits(s, p));
  if (none !== undefined) return none;
  const other = s.sva.boundOtherwise(p.mm, pasid);
  if (other !== 0)
    return {
      law: 'pasid-stability',
      place: { clause: 'told another PASID' },
      witness: `${kind} answered PASID ${pasid}, but mm${p.mm - 1} is bound under ${other} and has one PASID on all devices.`,
    };
  return judgeFresh(s, kind, p.mm, pasid, () => admits(s, p));
}

function admits(s: State, p: Process): string {
  return `${admitsOf(s, p)}${isInCompany(s) ? ', or EINVAL' : ''}`;
}

function admitsOf(s: State, p: Process): string {
  const bound = s.sva.pasidBoundTo(p.mm);
  if (bound !== 0) return `PASID ${bound} again`;
  return s.ioasid.mayBeExhausted()
    ? 'a PASID that nobody holds, or ENOSPC'
    : 'a PASID that nobody holds';
}
