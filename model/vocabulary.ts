import { type Answer, errno, errnoName } from './answer.ts';
import type { Command, Field, Rules, RulesByKind } from './command.ts';
import { type CommandWords, commandWordsText } from './command-words.ts';
import { continuationRules, isContinuation } from './continuations.ts';
import type { Sort, SortRules } from './sort.ts';
import { type Task, type TaskKind, Tasks } from './task.ts';

/** An argument that is a name. */
interface NameField {
  readonly field: string;
  readonly sort: Sort;
  readonly makes: boolean;
}

/** The data that is looked up for a command very often. */
interface Entry {
  readonly rules: Rules;
  readonly fields: readonly (readonly [string, Field])[];
  readonly names: readonly NameField[];
  readonly made: NameField | undefined;
}

/** The parts of a vocabulary. */
export interface VocabularyParts {
  /** All commands, the plainest first: of two traces of the same length, the one with the plainer commands is simpler. */
  readonly commands: readonly Rules[];
  /** The sorts of objects that have names. */
  readonly sorts: readonly SortRules[];
  /** The kinds of tasks that run commands; none: all commands are executed at once. */
  readonly tasks?: readonly TaskKind[];
  /** The system under test, in a word: `kernel`. It is the actor of a command without another actor. Default: `system`. */
  readonly subject?: string;
}

/**
 * The vocabulary of a trace: the commands, the sorts of names in them, and the tasks that run them. It knows how they are
 * written, but not what they do.
 */
export class Vocabulary {
  readonly commands: readonly Rules[];
  readonly sorts: readonly SortRules[];
  readonly tasks: Tasks;
  /** The system under test, in a word. */
  readonly subject: string;
  /** Everything that can be a step: the commands and the continuations. */
  readonly steps: readonly Rules[];
  /**
   * The rules of every step of a trace. Iteration visits only the commands: a continuation
   * can be looked up, but no pass replaces a command by it.
   */
  readonly rules: RulesByKind;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #sorts: ReadonlyMap<Sort, SortRules>;

  /** @throws Error if two commands, sorts or tasks have the same name */
  constructor({ commands, sorts, tasks = [], subject = 'system' }: VocabularyParts) {
    this.commands = commands;
    this.subject = subject;
    this.sorts = sorts;
    this.tasks = new Tasks(tasks);
    const continuations = tasks.map((kind) => continuationRules(kind, sorts));
    this.steps = [...commands, ...continuations];
    this.rules = Object.assign(
      Object.create(byKind(continuations)) as Record<string, Rules>,
      byKind(commands),
    );
    this.#entries = new Map(this.steps.map((rules) => [rules.kind, entryOf(rules)]));
    this.#sorts = new Map(sorts.map((sort) => [sort.name, sort]));
    for (const twice of [
      ...twiceIn(
        'command',
        this.steps.map(({ kind }) => kind),
      ),
      ...twiceIn(
        'sort',
        sorts.map(({ name }) => name),
      ),
      ...twiceIn(
        'letter',
        sorts.map(({ letter }) => letter),
      ),
      ...twiceIn(
        'task',
        tasks.map(({ name }) => name),
      ),
      ...commands
        .filter(isContinuation)
        .map(({ kind }) => `command ${kind}: only continuations begin with “continue”`),
    ])
      throw new Error(twice);
  }

  /** Whether such a step exists. */
  has(kind: string): boolean {
    return this.#entries.has(kind);
  }

  /** Arguments of a command, in the order in which they are written. */
  fieldsOf(kind: string): readonly (readonly [string, Field])[] {
    return this.#entries.get(kind)?.fields ?? [];
  }

  sortOf(name: Sort): SortRules {
    return this.#sorts.get(name)!;
  }

  letter(sort: Sort): string {
    return this.sortOf(sort).letter;
  }

  /** `f0` */
  name(sort: Sort, number: number): string {
    return `${this.letter(sort)}${number}`;
  }

  /** Calls `visit` for every name in a command: its sort, its field, its number, and whether the command creates it. */
  eachName(
    c: Command,
    visit: (sort: Sort, field: string, name: number, makes: boolean) => void,
  ): void {
    for (const { field, sort, makes } of this.#entries.get(c.kind)!.names)
      visit(sort, field, c[field] as number, makes);
  }

  /** The field that names the object which a command creates; undefined if it creates none. */
  madeField(kind: string): string | undefined {
    return this.#entries.get(kind)!.made?.field;
  }

  /** The sort of the object that a command creates; undefined if it creates none. */
  madeSort(kind: string): Sort | undefined {
    return this.#entries.get(kind)!.made?.sort;
  }

  taskOf(c: Command): Task {
    return this.tasks.of(this.#entries.get(c.kind)!.rules, c);
  }

  /** A command as it is written: `open p0 d0 -> f0`, `gp`, `fork p0 -> p1 [allocation 1 fails]`. */
  text(c: Command): string {
    return commandWordsText(this.words(c));
  }

  /** Several commands on one line: `open p0 d0 -> f0; exit p0`. */
  lineOf(steps: readonly Command[]): string {
    return steps.map((c) => this.text(c)).join('; ');
  }

  /** The parts of its text. */
  words(c: Command): CommandWords {
    return {
      kind: c.kind,
      args: this.fieldsOf(c.kind).map(([name, field]) => {
        if ('oneOf' in field) return String(c[name]);
        if ('makes' in field) return `-> ${this.letter(field.makes)}${c[name]}`;
        return `${this.letter(field.uses)}${c[name]}`;
      }),
      ...(c.fails !== undefined && { fails: c.fails }),
      ...(c.stops !== undefined && { stops: c.stops }),
    };
  }

  /** The answer in words: `success`, `PASID 1`, `EBADF`, `never returned`. */
  answer(c: Command, a: Answer): string {
    switch (a.errno) {
      case errno.OK:
        return this.#entries.get(c.kind)?.rules.tells?.(a) ?? 'success';
      case errno.HUNG:
        return 'never returned';
      case errno.OOPS:
        return `the ${this.subject} oopsed`;
      case errno.PAUSED:
        return 'has not returned';
      case errno.THREW:
        return `threw ${a.thrown}`;
      default:
        return errnoName(a.errno);
    }
  }
}

export function byKind(rules: readonly Rules[]): Record<string, Rules> {
  return Object.fromEntries(rules.map((r) => [r.kind, r]));
}

function entryOf(rules: Rules): Entry {
  const fields = Object.entries(rules.fields);
  const names = fields.flatMap(([field, kind]): NameField[] => {
    if ('uses' in kind) return [{ field, sort: kind.uses, makes: false }];
    return 'makes' in kind ? [{ field, sort: kind.makes, makes: true }] : [];
  });
  return { rules, fields, names, made: names.find(({ makes }) => makes) };
}

/** `command open is there twice` */
function twiceIn(what: string, names: readonly string[]): string[] {
  return names
    .filter((name, i) => names.indexOf(name) < i)
    .map((name) => `${what} ${name} is there twice`);
}
