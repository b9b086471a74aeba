import { errno } from '../model/answer.ts';
import type { Command, Rules } from '../model/command.ts';
import type { Sort } from '../model/sort.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import { isIn } from '../model/in-world.ts';
import { isContinuation } from '../model/continuations.ts';
import { exists, hasRoom, namedAtStart } from '../model/names.ts';
import { NOBODY, type Task } from '../model/task.ts';
import type { Trace } from '../model/trace.ts';
import type { Paused, Port } from '../implementation/port.ts';
import { atOnce, type Work } from '../shrinkers/work.ts';
import { Alternatives } from './alternatives.ts';
import { endsTrace } from './judge.ts';
import { Runner } from './run.ts';
import type { AnyState } from '../model/any-state.ts';
import type { Specification } from '../properties/specification.ts';

/** The reasons why steps of a trace are not issued, by the index of the step. */
export type Reasons = ReadonlyMap<number, string>;

/**
 * Runs a trace and finds the reason for each step that is not issued. The reasons are read off the rules and the state:
 * the names that a command uses and creates, its task, the bounds of the world, and the commands that would be possible
 * instead. The code mentions no command by name.
 */
export function whyNotIssued(specification: Specification, port: Port, trace: Trace): Reasons {
  return atOnce(findingWhyNot(specification, port, trace));
}

/** The same for a run that may have to wait. */
export function findingWhyNot(
  specification: Specification,
  port: Port,
  trace: Trace,
): Work<Reasons> {
  return new Inquest(specification, port, trace).reasons();
}

/** The data of a step that was issued. */
interface Issued {
  /** Its answer; undefined while it has not returned. */
  readonly answer: string | undefined;
  readonly isSuccess: boolean;
}

class Inquest {
  readonly #specification: Specification;
  readonly #vocabulary: Vocabulary;
  readonly #port: Port;
  readonly #trace: Trace;
  readonly #runner: Runner;
  readonly #alternatives: Alternatives;
  readonly #reasons = new Map<number, string>();
  readonly #issued = new Map<number, Issued>();
  /** The index of the last step that issued each command. */
  readonly #askedAt = new Map<Command, number>();
  /** For each task, the index of the step that issued the command from which it has not returned. */
  readonly #begun = new Map<Task, number>();
  /** What the task waits for, if that is known. */
  readonly #waits = new Map<Task, Paused>();
  /** The existing names, and for each removed object the step that removed it. */
  readonly #alive = new Map<string, { readonly sort: Sort; readonly name: number }>();
  readonly #goneAt = new Map<string, number>();

  constructor(specification: Specification, port: Port, trace: Trace) {
    this.#specification = specification;
    this.#vocabulary = specification.vocabulary;
    this.#port = port;
    this.#trace = trace;
    this.#runner = new Runner(specification, port, trace.world);
    this.#alternatives = new Alternatives(specification, trace);
  }

  *reasons(): Work<Reasons> {
    const { steps } = this.#trace;
    for (const sort of this.#vocabulary.sorts)
      for (const name of namedAtStart(this.#runner.state, sort))
        this.#alive.set(sort.letter + name, { sort: sort.name, name });
    let last = -1;
    const outcome = yield* this.#runner.running(steps, {
      before: (_s, step, c) => {
        last = step;
        this.#askedAt.set(c, step);
      },
      skipped: (s, step, c) => void this.#reasons.set(step, this.#why(s, step, c)),
      answered: (_s, step, c, a) => {
        this.#issued.set(this.#askedAt.get(c) ?? step, {
          answer: this.#vocabulary.answer(c, a),
          isSuccess: a.errno === errno.OK,
        });
        if (!endsTrace(a)) this.#alternatives.answered(c, a);
      },
      after: (s, step, c, a, of) => {
        this.#note(step, c, a.errno === errno.PAUSED, of);
        this.#lookFor(s, step, of);
      },
    });
    if (outcome.ended !== 'whole') this.#afterTheEnd(last, outcome.ended);
    return this.#reasons;
  }

  #task(c: Command): Task {
    return this.#vocabulary.taskOf(c);
  }

  #note(step: number, c: Command, isSuspended: boolean, of: Command): void {
    const task = this.#task(of);
    if (!isSuspended) {
      this.#begun.delete(task);
      return;
    }
    if (!isContinuation(c)) {
      this.#begun.set(task, step);
      this.#issued.set(step, { answer: undefined, isSuccess: false });
    }
    const paused = this.#port.paused?.();
    if (paused === undefined) this.#waits.delete(task);
    else this.#waits.set(task, paused);
  }

  /** Notes the objects that this command created and removed. */
  #lookFor(s: AnyState, step: number, c: Command): void {
    this.#vocabulary.eachName(c, (sort, _field, name, isMade) => {
      if (!isMade || !exists(s, this.#vocabulary.sortOf(sort), name)) return;
      this.#alive.set(this.#vocabulary.name(sort, name), { sort, name });
    });
    for (const [word, { sort, name }] of this.#alive) {
      if (exists(s, this.#vocabulary.sortOf(sort), name)) continue;
      this.#alive.delete(word);
      this.#goneAt.set(word, step);
    }
  }

  /** The last step that was begun was the last of all. */
  #afterTheEnd(last: number, ended: 'stuck' | 'full'): void {
    const { steps } = this.#trace;
    // A step without room was begun, but not issued.
    if (ended === 'full' && last < steps.length)
      this.#reasons.set(last, `the ${this.#vocabulary.subject} has no room for it in this world`);
    const why =
      ended === 'stuck'
        ? `a task is stuck since step ${last + 1}`
        : `the world had no room for step ${last + 1}`;
    for (let i = last + 1; i < steps.length; i++) this.#reasons.set(i, why);
  }

  #why(s: AnyState, step: number, c: Command): string {
    const rules = this.#specification.rules[c.kind]!;
    if (isContinuation(c)) return this.#whyNotContinued(c);
    return (
      this.#unable(rules, c) ??
      this.#missing(s, step, c) ??
      this.#busy(c) ??
      this.#impossible(s, rules, c) ??
      this.#noRoomBeside()
    );
  }

  #whyNotContinued(c: Command): string {
    const task = this.#vocabulary.taskOf(c);
    const begun = this.#begun.get(task);
    if (begun === undefined) return `${this.#vocabulary.tasks.text(task)} has no suspended command`;
    const { waits, holder } = this.#waits.get(task) ?? {};
    const what =
      waits === undefined
        ? 'for a lock that another task holds'
        : `for ${waits}, which ${holder} holds`;
    return `${this.#vocabulary.tasks.text(task)} still waits in step ${begun + 1} ${what}`;
  }

  /** The reason if the kernel can never do this. */
  #unable(rules: Rules, c: Command): string | undefined {
    const { name, capabilities } = this.#port;
    const { world } = this.#trace;
    if (!isIn(rules, world)) return `${c.kind} does not exist in world ${world.name}`;
    if (!this.#runner.knows(c.kind)) return `${name} does not know ${c.kind}`;
    if (c.fails !== undefined && !capabilities.faults)
      return `${name} cannot make an allocation fail`;
    if (c.stops === undefined) return undefined;
    const whyAlone = this.#specification.whyAlone?.(world);
    if (whyAlone !== undefined) return `no commands overlap in world ${world.name}: ${whyAlone}`;
    return capabilities.points.length === 0 ? `${name} has no points to stop at` : undefined;
  }

  /** The reason if it uses names of objects that do not exist now. */
  #missing(s: AnyState, step: number, c: Command): string | undefined {
    const found: string[] = [];
    this.#vocabulary.eachName(c, (sort, _field, name, isMade) => {
      if (!isMade && !exists(s, this.#vocabulary.sortOf(sort), name))
        found.push(this.#whyMissing(step, this.#vocabulary.name(sort, name)));
    });
    return found.length === 0 ? undefined : found.join('; ');
  }

  #whyMissing(step: number, word: string): string {
    const gone = this.#goneAt.get(word);
    if (gone !== undefined) return `${word} is gone since step ${gone + 1}`;
    const maker = this.#trace.steps.findIndex((c) => makes(this.#vocabulary, c, word));
    if (maker < 0) return `there is no ${word}`;
    if (maker >= step) return `there is no ${word} before step ${maker + 1}`;
    const issued = this.#issued.get(maker);
    if (issued === undefined)
      return `there is no ${word}, because step ${maker + 1} was not issued`;
    if (issued.answer === undefined)
      return `there is no ${word} yet: step ${maker + 1} has not returned`;
    return `there is no ${word}: step ${maker + 1} returned ${issued.answer}`;
  }

  /** The reason if its task has not returned from another command. */
  #busy(c: Command): string | undefined {
    const task = this.#vocabulary.taskOf(c);
    const begun = task === NOBODY ? undefined : this.#begun.get(task);
    return begun === undefined
      ? undefined
      : `${this.#vocabulary.tasks.text(task)} has not returned from step ${begun + 1}`;
  }

  /** The reason if the rules exclude it in this state. */
  #impossible(s: AnyState, rules: Rules, c: Command): string | undefined {
    if (rules.possible(s, c)) return undefined;
    return (
      this.#alternatives.bound(c) ??
      this.#full(s, c) ??
      this.#alternatives.words(s, c) ??
      this.#alternatives.before(s, c) ??
      'it is not possible in this state'
    );
  }

  /** The reason if there is no room for its new object, and no larger bound of the world would give more. */
  #full(s: AnyState, c: Command): string | undefined {
    let says: string | undefined;
    this.#vocabulary.eachName(c, (sort, _field, _name, isMade) => {
      const of = this.#vocabulary.sortOf(sort);
      if (isMade && !hasRoom(s, of))
        says = `there is no room for another ${sort}: at most ${of.rows(s).length} can exist at once`;
    });
    return says;
  }

  #noRoomBeside(): string {
    const begun = [...this.#begun.values()].map((at) => at + 1);
    return `no room besides the objects that ${begun.length === 1 ? 'step' : 'steps'} ${begun.join(', ')} may still create`;
  }
}

function makes(vocabulary: Vocabulary, c: Command, word: string): boolean {
  let found = false;
  vocabulary.eachName(c, (sort, _field, name, isMade) => {
    if (isMade && vocabulary.name(sort, name) === word) found = true;
  });
  return found;
}
