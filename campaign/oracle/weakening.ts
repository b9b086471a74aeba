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
 * One statement of the specification, left out on purpose. Users of the specification rely on every statement, so a
 * defect of the catalogue has to show that it is missing.
 *
 * A weakening removes violations and adds none: it changes only the judgement, not the model’s state or the commands that
 * are run.
 */
export interface Weakening {
  readonly name: string;
  /** The weaker statement, in one line. */
  readonly says: string;
  /** The laws and the kinds of commands that it weakens. */
  readonly of: readonly string[];
  readonly weaken: (full: Specification) => Specification;
  /** The reason why no defect of the catalogue can notice it; without a reason, one has to. */
  readonly unnoticed?: string;
}

/** The situation in which a rule found a violation. */
interface Situation {
  readonly state: State;
  readonly command: Command;
  readonly answer: Answer;
}

/**
 * Whether a break of one law is forgiven: one that a rule found in a situation, or (without a situation) one that the law
 * itself found.
 */
type Forgives = (broken: Broken, situation: Situation | undefined) => boolean;

/** Breaks of this law that are no longer reported, by the law itself or by the rule of a command. */
export function forgiving(law: LawName, forgives: Forgives): Weakening['weaken'] {
  return (full) => ({
    ...full,
    laws: changed(full.laws, law, (l) => quieter(l, (broken) => forgives(broken, undefined))),
    rules: mapRules(full.rules, (rules) =>
      lenient(rules, (broken, situation) => broken.law === law && forgives(broken, situation)),
    ),
  });
}

/** A law that reads a changed observation. */
export function seeing(
  law: LawName,
  instead: (seen: Observation, state: State) => Partial<Observation>,
): Weakening['weaken'] {
  return (full) => ({
    ...full,
    laws: changed(full.laws, law, (l) =>
      looking(l, (look) => (view, report) => {
        // Members that are not replaced are those of the real observation.
        const seen = Object.assign(
          Object.create(view.seen) as Observation,
          instead(view.seen as Observation, view.state as State),
        );
        look({ ...view, seen }, report);
      }),
    ),
  });
}

/** A law that reads a changed state of the model. */
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

/** Further answers of these commands that are admitted. */
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

/** Overlapping commands are judged without one of the clauses. */
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

/** The law with every reading of a view wrapped. */
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
