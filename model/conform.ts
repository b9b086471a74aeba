import { type Answer, errno, errnoName, type ErrnoName } from './answer.ts';
import type { Judgement } from './judgement.ts';
import type { Place } from './place.ts';

/** Admits exactly these outcomes (with 'OK' if success is one). */
export function admitOnly(kind: string, a: Answer, ...admitted: readonly ErrnoName[]): Judgement {
  return admitOnlyOf(kind, a, 'success', ...admitted);
}

/** The same for a command whose successes have different outcomes. @param outcome - the outcome of this answer, in words */
export function admitOnlyOf(
  kind: string,
  a: Answer,
  outcome: string,
  ...admitted: readonly ErrnoName[]
): Judgement {
  for (const name of admitted) if (errno[name] === a.errno) return undefined;
  const got = a.errno === errno.OK ? outcome : errnoName(a.errno);
  return {
    law: 'answers-conform',
    place: { command: kind, answer: got },
    witness: `${kind} answered ${got}. Admitted: ${admitted
      .map((name) => (name === 'OK' ? 'success' : name))
      .join(' or ')}.`,
  };
}

const LOST: readonly string[] = ['HUNG', 'OOPS'] satisfies ErrnoName[];

/** Whether this is the place of a call that never returned, or in which the kernel oopsed. */
export function isOfLostCall(place: Place): boolean {
  return 'answer' in place && LOST.includes(place.answer);
}
