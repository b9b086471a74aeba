import type { Answer } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import { commandsIn } from '../model/in-world.ts';
import type { Goal } from '../properties/goal.ts';
import type { Specification } from '../properties/specification.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { AnyState } from '../model/any-state.ts';

/** The goals that a run has reached. A reached goal costs nothing any more. */
export class Coverage {
  readonly #open: Record<string, Goal[]> = {};
  readonly #all: readonly Goal[];
  readonly #missed: Set<Goal>;

  /**
   * @param known - kinds of commands that the implementation knows; default: all. Goals that need other commands are left
   * out.
   */
  constructor({ goals, rules }: Specification, world: AnyWorld, known?: ReadonlySet<string>) {
    const kinds = new Set(commandsIn(rules, world).map(({ kind }) => kind));
    this.#all = goals.filter(
      (goal) => kinds.has(goal.on) && (known?.has(goal.on) ?? true) && (goal.in?.(world) ?? true),
    );
    this.#missed = new Set(this.#all);
    for (const goal of this.#all) (this.#open[goal.on] ??= []).push(goal);
  }

  /** @param s - the state in which the command was issued */
  look(s: AnyState, c: Command, a: Answer): void {
    const open = this.#open[c.kind];
    if (open === undefined || open.length === 0) return;
    for (let i = open.length - 1; i >= 0; i--) {
      const goal = open[i]!;
      if (!goal.reached(s, c, a)) continue;
      open.splice(i, 1);
      this.#missed.delete(goal);
    }
  }

  get reached(): number {
    return this.#all.length - this.#missed.size;
  }

  /** Names, in the order of the list of goals. */
  get missed(): string[] {
    return this.#all.filter((goal) => this.#missed.has(goal)).map((goal) => goal.name);
  }
}
