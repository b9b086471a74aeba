import type { Command, Rules } from './command.ts';

/**
 * The task that runs a command, as a number: the process that it names, the driver of a device, a worker of the system. A task
 * runs one command at a time. `NOBODY`: the command is executed at once, in no task.
 */
export type Task = number;

export const NOBODY: Task = -1;

/** A kind of tasks. */
export interface TaskKind {
  readonly name: string;
  /** The argument of a command that names the task; default: the kind has only one task. */
  readonly field?: string;
  /** Whether it runs every command that has this argument and no other rule for its task. */
  readonly isCaller?: true;
  /** Whether it takes part in reports by its own name where a command names neither a caller nor another party. */
  readonly isParty?: true;
  /** Its name in reports: `p0`, `hotplug d0`. */
  says(this: void, number: number): string;
  /** The step that resumes it, and its description. */
  readonly continuation: { readonly kind: string; readonly says: string };
}

/** All kinds of tasks, as one table. */
export class Tasks {
  readonly kinds: readonly TaskKind[];
  /** The names of those that are parties of their own. */
  readonly parties: readonly string[];
  readonly #byName: ReadonlyMap<string, number>;
  readonly #callers: readonly { readonly index: number; readonly field: string }[];

  constructor(kinds: readonly TaskKind[]) {
    this.kinds = kinds;
    this.parties = kinds.filter(({ isParty }) => isParty === true).map(({ says }) => says(0));
    this.#byName = new Map(kinds.map(({ name }, i) => [name, i]));
    this.#callers = kinds.flatMap(({ field, isCaller }, index) =>
      isCaller === true && field !== undefined ? [{ index, field }] : [],
    );
  }

  of({ runsOn, fields }: Rules, c: Command): Task {
    if (runsOn !== undefined) {
      const index = this.#byName.get(runsOn)!;
      const { field } = this.kinds[index]!;
      return field === undefined ? index : (c[field] as number) * this.kinds.length + index;
    }
    for (const { index, field } of this.#callers)
      if (field in fields) return (c[field] as number) * this.kinds.length + index;
    return NOBODY;
  }

  /** The step that resumes a task. */
  continuationOf(task: Task): Command {
    const { field, continuation } = this.#kindOf(task);
    const { kind } = continuation;
    return field === undefined ? { kind } : { kind, [field]: this.#numberOf(task) };
  }

  /** `p0`, `hotplug d0`, `worker` */
  text(task: Task): string {
    return this.#kindOf(task).says(this.#numberOf(task));
  }

  /** The name of the task as a party; undefined if it is none. */
  partyOf(task: Task): string | undefined {
    return task !== NOBODY && this.#kindOf(task).isParty === true ? this.text(task) : undefined;
  }

  #kindOf(task: Task): TaskKind {
    return this.kinds[task % this.kinds.length]!;
  }

  #numberOf(task: Task): number {
    return Math.floor(task / this.kinds.length);
  }
}
