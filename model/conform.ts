import { type Answer, errno, errnoName, type ErrnoName } from './answer.ts';
import type { Judgement } from './judgement.ts';

/** Admits exactly these outcomes ('OK' among them if success is one). */
export function admitOnly(kind: string, a: Answer, ...admitted: readonly ErrnoName[]): Judgement {
  for (const name of admitted) if (errno[name] === a.errno) return undefined;
  const got = errnoName(a.errno);
  return {
    law: 'answers-conform',
    place: `${kind}: ${got === 'OK' ? 'success' : got}`,
    witness: `${kind} answered ${got === 'OK' ? 'success' : got}. Admitted: ${admitted
      .map((name) => (name === 'OK' ? 'success' : name))
      .join(' or ')}.`,
  };
}
