import type { Answer } from '../answer.ts';
import type { Judgement } from '../judgement.ts';
import type { State } from '../state.ts';
import { pasidsOf } from './bounds.ts';

/** Rules for a PASID that is handed out, to a driver or to an mm that is bound. */

/** Broken if the result is not a PASID of this world. @param admitted - in words, if they are needed */
export function judgeRange(
  { world }: State,
  kind: string,
  pasid: number,
  admitted: () => string,
): Judgement {
  if (pasid >= 1 && pasid <= pasidsOf(world)) return undefined;
  return {
    law: 'answers-conform',
    place: { command: kind, answer: noPasid },
    witness: `${kind} answered ${pasidText(pasid)}, which is no PASID of this world (1 to ${pasidsOf(world)}). Admitted: ${admitted()}.`,
  };
}

/** Broken if the PASID is already held, and not by `mm` (0: a driver). */
export function judgeFresh(
  s: State,
  kind: string,
  mm: number,
  pasid: number,
  /** In words, if they are needed. */
  admitted: () => string,
): Judgement {
  const holder = s.ioasid.holder(pasid, mm);
  if (holder === undefined) return undefined;
  return {
    law: 'pasid-uniqueness',
    place: { clause: 'handed out while held' },
    witness: `${kind} answered PASID ${pasid}. Admitted: ${admitted()}; ${pasid} is held by ${holder}.`,
  };
}

/** A success whose value is not a PASID hands nothing out. */
export function pasidOutcome({ value }: Answer): string {
  return value > 0 ? 'success' : noPasid;
}

/** The outcome and the place of such a success. */
const noPasid = 'no PASID';

/** `PASID 3`; any other value as the unsigned number that a driver would program. */
export function pasidText(pasid: number): string {
  return pasid > 0 ? `PASID ${pasid}` : `PASID 0x${(pasid >>> 0).toString(16)}`;
}
