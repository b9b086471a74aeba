import { placeOf } from '../../model/place.ts';
import { type Clauses, everyClause } from '../../properties/specification.ts';
import type { Specification } from '../../properties/specification.ts';
import type { Answer } from '../../model/answer.ts';
import type { Command, Rules } from '../../model/command.ts';
import type { Broken, LawName } from '../../model/judgement.ts';
import type { Observation } from '../../model/observation.ts';
import type { State } from '../../model/state.ts';
import type { Law } from '../../properties/law.ts';

/**
 * One thing that the specification says, left out on purpose. Whoever relies on the specification
 * relies on each of them; so something in the catalogue of defects has to show that it is gone.
 *
 * A weakening takes violations away and adds none: it touches what is judged, and neither the model’s
 * state nor what is run.
 */
export interface Weakening {
  readonly name: string;
  /** What holds no longer, in one line. */
  readonly says: string;
  /** The laws and the kinds of commands that it weakens. */
  readonly of: readonly string[];
  readonly weaken: (full: Specification) => Specification;
  /** Why nothing in the catalogue can notice it; without that, something has to. */
  readonly unnoticed?: string;
}

/** A violation that a rule found, with the situation in which it did. */
interface Situation {
  readonly state: State;
  readonly command: Command;
  readonly answer: Answer;
}

/** Of one law: what a rule judges in a situation, or (without one) what the law itself sees. */
type Forgives = (broken: Broken, situation: Situation | undefined) => boolean;

/** Breaks of this law that are not told any more, by the law itself or by the rule of a command. */
export function forgiving(law: LawName, forgives: Forgives): Weakening['weaken'] {
  return (full) => ({
    ...full,
    laws: changed(full.laws, law, (l) => quieter(l, (broken) => forgives(broken, undefined))),
    rules: mapRules(full.rules, (rules) =>
      lenient(rules, (broken, situation) => broken.law === law && forgives(broken, situation)),
    ),
  });
}

/** A law that sees something else than what is there. */
export function seeing(
  law: LawName,
  instead: (seen: Observation, state: State) => Partial<Observation>,
): Weakening['weaken'] {
  return (full) => ({
    ...full,
    laws: changed(full.laws, law, (l) =>
      looking(l, (look) => (view, report) => {
        // What is not replaced is read from what is there.
        const seen = Object.assign(
          Object.create(view.seen) as Observation,
          instead(view.seen as Observation, view.state as State),
        );
        look({ ...view, seen }, report);
      }),
    ),
  });
}

/** A law that supposes something else of the state than what the specification remembers. */
export function supposing(
  law: LawName,
  instead: (state: State, seen: Observation) => Partial<State>,
): Weakening['weaken'] {
  return (full) => ({
    ...full,
    laws: changed(full.laws, law, (l) =>
      looking(l, (look) => (view, report) => {
        const state = Object.assign(
          Object.create(view.state) as State,
          instead(view.state as State, view.seen as Observation),
        );
        look({ ...view, state }, report);
      }),
    ),
  });
}

/** Answers of these commands that are admitted as well. */
export function admitting(
  kinds: readonly string[] | 'every command',
  admits: (answer: Answer, situation: Situation) => boolean,
): Weakening['weaken'] {
  return (full) => ({
    ...full,
    rules: mapRules(full.rules, (rules) =>
      kinds === 'every command' || kinds.includes(rules.kind)
        ? lenient(rules, (_broken, situation) => admits(situation.answer, situation))
        : rules,
    ),
  });
}

/** Commands that overlap are judged without one of the clauses. */
export function without(clause: keyof Clauses): Weakening['weaken'] {
  return (full) => ({
    ...full,
    overlaps: { ...everyClause, ...full.overlaps, [clause]: false },
  });
}

function changed(
  laws: readonly Law[],
  name: LawName,
  change: (law: Law) => Law,
): Specification['laws'] {
  return laws.map((law) => (law.name === name ? change(law) : law));
}

function mapRules(
  rules: Specification['rules'],
  change: (rules: Rules) => Rules,
): Specification['rules'] {
  const continuations = Object.getPrototypeOf(rules) as Specification['rules'];
  return Object.assign(
    Object.create(continuations) as Record<string, Rules>,
    Object.fromEntries(Object.entries(rules).map(([kind, r]) => [kind, change(r)])),
  );
}

function lenient(rules: Rules, forgives: (broken: Broken, situation: Situation) => boolean): Rules {
  return {
    ...rules,
    judge(state: State, command: Command, answer: Answer) {
      const broken = rules.judge(state, command, answer);
      if (broken === undefined) return undefined;
      return forgives(broken, { state, command, answer }) ? undefined : broken;
    },
  };
}

function quieter(law: Law, forgives: (broken: Broken) => boolean): Law {
  return looking(law, (look) => (view, report) => {
    look(view, (at, witness) => {
      const place = placeOf(at);
      if (!forgives({ law: law.name, place, witness })) report(place, witness);
    });
  });
}

type Look = NonNullable<Law['after']>;

/** The law, looking in another way, whenever it looks. */
function looking(law: Law, through: (look: Look) => Look): Law {
  const { measure, onStep } = law;
  return {
    ...law,
    ...(law.after && { after: through(law.after) }),
    ...(law.atRest && { atRest: through(law.atRest) }),
    ...(measure && {
      measure(view) {
        let found: readonly number[] = [];
        through((seenThrough) => void (found = measure(seenThrough)))(view, () => {});
        return found;
      },
    }),
    ...(onStep && {
      onStep(view, was, report) {
        through((seenThrough, told) => onStep(seenThrough, was, told))(view, report);
      },
    }),
  };
}
