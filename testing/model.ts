import { type Answer, errno, errnoName, errnos, failed, ok } from '../model/answer.ts';
import type { Command, Rules } from '../model/command.ts';
import { commands } from '../model/order.ts';
import type { Judgement } from '../model/judgement.ts';
import { parseCommand } from '../model/linux.ts';
import { State } from '../model/state.ts';
import { findWorld } from '../model/worlds.ts';
import type { World } from '../model/world.ts';
import { pasidsOf } from '../model/ioasid/bounds.ts';

/** For suites only: the specification, with commands in the language of traces. */

/** The default world of suites. */
export const sva = findWorld('sva');

export function rulesOf(kind: string): Rules {
  const rules = commands.find((r) => r.kind === kind);
  if (rules === undefined) throw new RangeError(`no command ${kind}`);
  return rules;
}

/** The answer in words: `success`, `PASID 1`, `EBADF`. */
export function inWords(rules: Rules, a: Answer): string {
  if (a.errno !== errno.OK) return errnoName(a.errno);
  return rules.tells?.(a) ?? 'success';
}

/** The model after some commands. */
export class Model {
  readonly state: State;

  constructor(world: World = sva) {
    this.state = new State(world);
  }

  /** Applies these commands, each with its typical answer. */
  and(...lines: readonly string[]): this {
    for (const line of lines) {
      const { rules, c } = this.#possible(line);
      rules.next(this.state, c, rules.typical(this.state, c));
    }
    return this;
  }

  /** Applies this command with this answer. */
  answered(line: string, a: Answer): this {
    const { rules, c } = this.#possible(line);
    rules.next(this.state, c, a);
    return this;
  }

  /** All deferred work has run. */
  settled(): this {
    this.state.settled();
    return this;
  }

  /** Whether the command is possible here. */
  isPossible(line: string): boolean {
    const c = parseCommand(line);
    return rulesOf(c.kind).possible(this.state, c);
  }

  /** Every answer that is admitted here, in words. */
  admits(line: string): string[] {
    const { rules, c } = this.#possible(line);
    return everyAnswer(rules, this.state)
      .filter((a) => rules.judge(this.state, c, a) === undefined)
      .map((a) => inWords(rules, a));
  }

  /** The typical answer, in words. */
  expects(line: string): string {
    const { rules, c } = this.#possible(line);
    return inWords(rules, rules.typical(this.state, c));
  }

  judge(line: string, a: Answer): Judgement {
    const { rules, c } = this.#possible(line);
    return rules.judge(this.state, c, a);
  }

  /** The open files of a process, by their numbers. */
  openIn(process: number): number[] {
    const p = this.state.process(process)!;
    return this.state.sva.files
      .filter((f) => f.live !== 0 && this.state.sva.hasOpen(p, f))
      .map((f) => f.name);
  }

  /** The names of all open files. */
  get files(): number[] {
    return this.state.sva.files.filter((f) => f.live !== 0).map((f) => f.name);
  }

  /** Every bond, as returned to its holder: `f0: mm0 on d0 under PASID 1`; handles of bind by their name. */
  get bonds(): string[] {
    return this.state.sva.handles
      .filter((h) => h.live !== 0)
      .map((h) => {
        const by = h.name === -1 ? `f${this.state.sva.files[h.file]!.name}` : `h${h.name}`;
        return `${by}: mm${h.mm - 1} on d${h.device} under PASID ${h.pasid}`;
      });
  }

  #possible(line: string): { rules: Rules; c: Command } {
    const c = parseCommand(line);
    const rules = rulesOf(c.kind);
    if (!rules.possible(this.state, c)) throw new Error(`${line}: makes no sense here`);
    return { rules, c };
  }
}

/** The model of world `sva` after these commands. */
export function after(...lines: readonly string[]): Model {
  return new Model().and(...lines);
}

/** The model of another world after these commands. */
export function afterIn(world: string, ...lines: readonly string[]): Model {
  return new Model(findWorld(world)).and(...lines);
}

/** Every errno, and every possible value; commands that return no value have one success. */
function everyAnswer(rules: Rules, s: State): Answer[] {
  const most = Math.max(pasidsOf(s.world) + 1, s.made + 1, s.world.vfio?.iovas ?? 0);
  const values = rules.tells ? Array.from({ length: most + 2 }, (_, i) => i - 1) : [0];
  return [...values.map(ok), ...errnos.slice(1).map((name) => failed(name))];
}
