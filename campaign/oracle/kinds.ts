import { type Answer, errno, type ErrnoName } from '../../model/answer.ts';
import type { LawName } from '../../model/judgement.ts';
import type { AnswerPlace, ClausePlace, Place, SplatPlace } from '../../model/place.ts';
import { admitting, forgiving, type Weakening, without } from './weakening.ts';

/** A law that nothing breaks any more. */
export function off(law: LawName): Weakening {
  return {
    name: `${law}-off`,
    says: `nothing breaks ${law} any more`,
    of: [law],
    weaken: law === 'linearizability' ? without('misfits') : forgiving(law, () => true),
  };
}

/** A law that is silent about one of its clauses. */
export function unless(law: LawName, name: string, clause: string): Weakening {
  return where(law, name, clause, { clause });
}

/** A law that is silent at the places that are like one of these. */
export function where(
  law: LawName,
  name: string,
  says: string,
  ...like: readonly PlaceLike[]
): Weakening {
  return {
    name: `${law}-unless-${name}`,
    says: `${law} is silent where ${says}`,
    of: [law],
    weaken: forgiving(law, ({ place }) => like.some((one) => isLike(place, one))),
  };
}

/** What a place has to have, field by field; a field that is not here may be anything. */
export type PlaceLike = Partial<ClausePlace & AnswerPlace & SplatPlace>;

export function isLike(place: Place, like: PlaceLike): boolean {
  const fields = place as PlaceLike;
  return (Object.keys(like) as (keyof PlaceLike)[]).every((key) => fields[key] === like[key]);
}

/** A command that may answer this. @param when - when the rule does not admit it */
export function admits(kind: string, name: ErrnoName, when: string): Weakening {
  return {
    name: `${kind}-admits-${name}`,
    says: `${kind} may answer ${name} ${when}`,
    of: [kind],
    weaken: admitting([kind], (a) => a.errno === errno[name]),
  };
}

/** A command that may succeed, where it has to be refused as well. */
export function admitsSuccess(kind: string): Weakening {
  return {
    name: `${kind}-admits-success`,
    says: `${kind} may succeed, where it has to be refused as well`,
    of: [kind],
    weaken: admitting([kind], (a) => a.errno === errno.OK),
  };
}

/** A command that every answer is right for. */
export function admitsEverything(kind: string): Weakening {
  return {
    name: `${kind}-admits-everything`,
    says: `every answer of ${kind} is right`,
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

/** The task never came back from the call. */
function isLost(a: Answer): boolean {
  return a.errno === errno.HUNG || a.errno === errno.OOPS;
}
