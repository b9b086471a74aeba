import type { Command, Rules } from './command.ts';

/**
 * Who runs a command, as a number: the process that it names, the driver of a device, a worker of the system. A task does
 * one thing at a time. `NOBODY`: it is done at once, in no task of its own.
 */
export type Task = number;

export const NOBODY: Task = -1;

/** A kind of tasks. */
export interface TaskKind {
  readonly name: string;
  /** The argument of a command that says which of them runs it; default: there is one of the kind. */
  readonly field?: string;
  /** Runs every command that has the field and does not say who runs it. */
  readonly isCaller?: true;
  /** As reports call it: `p0`, `hotplug d0`. */
  says(this: void, number: number): string;
  /** The step that lets it go on, and what that means. */
  readonly continuation: { readonly kind: string; readonly says: string };
}

/** The kinds of tasks that there are, as one table. */
export class Tasks {
  readonly kinds: readonly TaskKind[];
  readonly #byName: ReadonlyMap<string, number>;
  readonly #callers: readonly { readonly index: number; readonly field: string }[];

  constructor(kinds: readonly TaskKind[]) {
    this.kinds = kinds;
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

  /** The step that lets a task go on. */
  continuationOf(task: Task): Command {
    const { field, continuation } = this.#kindOf(task);
    const { kind } = continuation;
    return field === undefined ? { kind } : { kind, [field]: this.#numberOf(task) };
  }

  /** `p0`, `hotplug d0`, `worker` */
  text(task: Task): string {
    return this.#kindOf(task).says(this.#numberOf(task));
  }

  #kindOf(task: Task): TaskKind {
    return this.kinds[task % this.kinds.length]!;
  }

  #numberOf(task: Task): number {
    return Math.floor(task / this.kinds.length);
  }
}
