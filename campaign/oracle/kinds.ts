import { type Answer, errno, type ErrnoName } from '../../model/answer.ts';
import type { LawName } from '../../model/judgement.ts';
import type { AnswerPlace, ClausePlace, Place, SplatPlace } from '../../model/place.ts';
import { admitting, forgiving, type Weakening, without } from './weakening.ts';

/** A law without any violation. */
export function off(law: LawName): Weakening {
  return {
    name: `${law}-off`,
    says: `${law} is never broken`,
    of: [law],
    weaken: law === 'linearizability' ? without('misfits') : forgiving(law, () => true),
  };
}

/** A law without one of its clauses. */
export function unless(law: LawName, name: string, clause: string): Weakening {
  return where(law, name, clause, { clause });
}

/** A law that reports no break at places like one of these. */
export function where(
  law: LawName,
  name: string,
  says: string,
  ...like: readonly PlaceLike[]
): Weakening {
  return {
    name: `${law}-unless-${name}`,
    says: `${law} does not report this: ${says}`,
    of: [law],
    weaken: forgiving(law, ({ place }) => like.some((one) => isLike(place, one))),
  };
}

/** The required fields of a place; other fields may have any value. */
export type PlaceLike = Partial<ClausePlace & AnswerPlace & SplatPlace>;

export function isLike(place: Place, like: PlaceLike): boolean {
  const fields = place as PlaceLike;
  return (Object.keys(like) as (keyof PlaceLike)[]).every((key) => fields[key] === like[key]);
}

/** A command that may return this errno. @param when - a situation in which its rule does not admit that */
export function admits(kind: string, name: ErrnoName, when: string): Weakening {
  return {
    name: `${kind}-admits-${name}`,
    says: `${kind} may return ${name} ${when}`,
    of: [kind],
    weaken: admitting([kind], (a) => a.errno === errno[name]),
  };
}

/** A command that may succeed even if it has to be refused. */
export function admitsSuccess(kind: string): Weakening {
  return {
    name: `${kind}-admits-success`,
    says: `${kind} may succeed even if it has to be refused`,
    of: [kind],
    weaken: admitting([kind], (a) => a.errno === errno.OK),
  };
}

/** A command whose rule admits every answer. */
export function admitsEverything(kind: string): Weakening {
  return {
    name: `${kind}-admits-everything`,
    says: `${kind} may return any answer`,
    of: [kind],
    weaken: admitting([kind], () => true),
  };
}

/** A command that may wait for ever. */
export function needNotReturn(kind: string): Weakening {
  return {
    name: `${kind}-need-not-return`,
    says: `${kind} may wait for ever, or kill its task`,
    of: [kind],
    weaken: admitting([kind], isLost),
  };
}

/** Whether the task never returned from the call. */
function isLost(a: Answer): boolean {
  return a.errno === errno.HUNG || a.errno === errno.OOPS;
}
