import type { Command, Field, Rules, RulesByKind } from '../../model/command.ts';
import type { Named } from '../../model/sort.ts';
import type { Vocabulary } from '../../model/vocabulary.ts';
import type { Draw } from '../draw.ts';
import type { Runner } from '../run.ts';

/** Of 100 suspended commands, the number that another process issues too, at once. */
const TWIN_PERCENT = 30;
/**
 * Of 100 suspended commands, the number during which another process issues a command from elsewhere in the trace, in
 * worlds that charge memory.
 */
const RIVAL_PERCENT = 60;
/**
 * Of 100 suspended commands, the number during which the address space of another process ends: if the command may keep it
 * alive, and otherwise.
 */
const END_PERCENT = { kept: 40, otherwise: 8 } as const;
/** Of 100 suspended commands that end an address space, the number during which another process uses what that has made. */
const USE_PERCENT = 50;
/** Of 100 suspended commands, the number during which the kernel acts: each of its possible actions, or not. */
const MEANWHILE_PERCENT = 30;

/** Commands that are not in the trace, and are sometimes issued while one of its commands is suspended. */
export class Meanwhile {
  readonly #runner: Runner;
  readonly #vocabulary: Vocabulary;
  readonly #rules: RulesByKind;
  readonly #draw: Draw;
  /** The commands with which processes compete. */
  readonly #rivals: readonly Rules[];
  /** The commands with which a process ends its address space. */
  readonly #ends: readonly Rules[];
  /** The commands of processes that may keep it alive, because they use what it has made. */
  readonly #keepers: readonly Rules[];
  /** The commands of the kernel itself, and those on its devices. */
  readonly #background: readonly Rules[];

  constructor(runner: Runner, draw: Draw) {
    const { vocabulary, rules } = runner.specification;
    this.#runner = runner;
    this.#vocabulary = vocabulary;
    this.#rules = rules;
    this.#draw = draw;
    this.#background = Object.values(rules).filter(
      ({ kind, fields, runsOn }) =>
        runner.knows(kind) &&
        (runsOn !== undefined || Object.keys(fields).length === 0) &&
        Object.values(fields).every(
          (field) =>
            'oneOf' in field || ('uses' in field && vocabulary.sortOf(field.uses).isGiven === true),
        ),
    );
    const known = Object.values(rules).filter(({ kind }) => runner.knows(kind));
    this.#rivals = known.filter(({ draw: hints }) => hints?.rivals === true);
    this.#ends = known.filter(({ draw: hints }) => hints?.ends === true);
    this.#keepers = known.filter(
      ({ kind, overlap }) => overlap?.keepsAlive === true && this.#callerField(kind) !== undefined,
    );
  }

  /** Whether processes compete for anything. */
  get hasRivals(): boolean {
    return this.#rivals.length > 0;
  }

  /** Draws the extra commands for this command of this trace. */
  during(c: Command, trace: readonly Command[]): Command[] {
    const draw = this.#draw;
    const r = draw.nextInt(1, 100);
    const { draw: hints, overlap } = this.#rules[c.kind]!;
    const keeps = overlap?.keepsAlive === true;
    if (r > 100 - (keeps ? END_PERCENT.kept : END_PERCENT.otherwise)) return this.#end(c);
    if (hints?.ends === true && this.#keepers.length > 0 && r <= USE_PERCENT)
      return this.#rival(c, trace, this.#keepers);
    if (this.hasRivals && r > 100 - RIVAL_PERCENT) return this.#rival(c, trace, this.#rivals);
    if (r <= TWIN_PERCENT) return this.#twin(c);
    if (r > TWIN_PERCENT + MEANWHILE_PERCENT) return [];
    return this.#background
      .filter(() => draw.nextInt(0, 1) === 1)
      .map(
        ({ kind, fields }) =>
          Object.assign(
            { kind },
            ...Object.entries(fields).map(([name, field]) => ({
              [name]:
                'oneOf' in field
                  ? field.oneOf[draw.nextInt(0, field.oneOf.length - 1)]
                  : draw.nextInt(0, this.#countOf(field) - 1),
            })),
          ) as Command,
      );
  }

  /** The number of the objects that exist from the start. */
  #countOf(field: Field): number {
    if (!('uses' in field)) return 0;
    return this.#vocabulary.sortOf(field.uses).rows(this.#runner.state).length;
  }

  /** The same command by another caller, which a trace that makes sense in its order seldom has. */
  #twin(c: Command): Command[] {
    return this.#byAnother(c, this.#callerOf(c));
  }

  /** The argument that names the caller of a command; undefined if it has none. */
  #callerField(kind: string): string | undefined {
    const { fields } = this.#rules[kind]!;
    const callers = this.#vocabulary.tasks.kinds.filter(({ isCaller }) => isCaller === true);
    return callers.find(({ field = '' }) => field in fields)?.field;
  }

  #callerOf(c: Command): number | undefined {
    const field = this.#callerField(c.kind);
    return field === undefined ? undefined : (c[field] as number);
  }

  /** The command by another caller; none if it creates an object, because the name is already used. */
  #byAnother(c: Command, not: number | undefined): Command[] {
    const field = this.#callerField(c.kind);
    if (field === undefined || this.#vocabulary.madeField(c.kind) !== undefined) return [];
    const rows = this.#vocabulary.sortOf(field).rows(this.#runner.state) as readonly Named[];
    const others = rows.filter(({ live, name }) => live !== 0 && name !== not);
    if (others.length === 0) return [];
    return [{ ...c, [field]: others[this.#draw.nextInt(0, others.length - 1)]!.name }];
  }

  /** The address space of another process ends, which may be what this command works on. */
  #end(c: Command): Command[] {
    return this.ending(this.#callerOf(c));
  }

  /** A command that ends the address space of any process but this one; none if there is none. */
  ending(not?: number): Command[] {
    if (this.#ends.length === 0) return [];
    const { kind } = this.#ends[this.#draw.nextInt(0, this.#ends.length - 1)]!;
    return this.#byAnother({ kind }, not);
  }

  /** Another process competes with this command: with a command from elsewhere in the trace, or with a plain one. */
  #rival(c: Command, trace: readonly Command[], rivals: readonly Rules[]): Command[] {
    const draw = this.#draw;
    const rules = rivals[draw.nextInt(0, rivals.length - 1)]!;
    const same = trace.filter(({ kind }) => kind === rules.kind);
    if (same.length > 0 && draw.nextInt(0, 2) > 0)
      return this.#byAnother(same[draw.nextInt(0, same.length - 1)]!, this.#callerOf(c));
    const words = Object.entries(rules.fields).map(([name, field]) => [
      name,
      'oneOf' in field ? plainlyOneOf(field.oneOf, draw) : 0,
    ]);
    return this.#byAnother(
      { kind: rules.kind, ...(Object.fromEntries(words) as Record<string, string>) },
      this.#callerOf(c),
    );
  }
}

/** Half of the time the first one, which is the plainest, as the generator does. */
function plainlyOneOf(words: readonly string[], draw: Draw): string {
  return words[draw.nextInt(0, 1) * draw.nextInt(0, words.length - 1)]!;
}
