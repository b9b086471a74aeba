import type { Answer } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import { parseSteps, commandText } from '../model/linux.ts';
import { State } from '../model/state.ts';
import type { Trace } from '../model/trace.ts';
import type { World } from '../model/world.ts';
import type { Pass } from '../shrinkers/pass.ts';
import { passes } from '../shrinkers/passes/index.ts';
import { type Reproduce, shrink } from '../shrinkers/shrink.ts';
import { sva } from './model.ts';
import { specification } from '../properties/linux.ts';

/** For suites only: shrinking by invented laws, on the model alone. */

/** Whether this command breaks the law. `ran`: the executed commands, including this one. */
export type MadeUpLaw = (c: Command, s: State, ran: readonly string[], a: Answer) => boolean;

/** Whether these commands have all been executed, in this order, with or without others in between. */
export function includes(ran: readonly string[], lines: readonly string[]): boolean {
  let at = 0;
  for (const line of ran) if (line === lines[at]) at++;
  return at === lines.length;
}

export function traceOf(lines: readonly string[], world: World = sva): Trace {
  return { world, steps: parseSteps(...lines) };
}

export function linesOf(trace: Trace): string[] {
  return trace.steps.map(commandText);
}

/** Runs a trace on the model, each command with its typical answer, up to the break of the law. */
export function reproduce(law: MadeUpLaw): Reproduce {
  return ({ world, steps }) => {
    const s = new State(world as World);
    const ran: Command[] = [];
    for (const c of steps) {
      const rules = specification.rules[c.kind]!;
      if (!rules.possible(s, c)) continue;
      ran.push(c);
      const a = rules.typical(s, c);
      if (law(c, s, ran.map(commandText), a)) return { world, steps: ran };
      rules.next(s, c, a);
    }
    return undefined;
  };
}

/** A long trace with every command once, which passes for short traces do not change. */
export const everythingOnce = [
  'open p0 d0 -> f0',
  'mmap p0 f0 mmio',
  'mmap p0 f0 dus',
  'touch p0 f0 mmio',
  'touch p0 f0 dus',
  'start p0 f0',
  'dma f0',
  'putq p0 f0',
  'munmap p0 f0 mmio',
  'munmap p0 f0 dus',
  'bind p0 f0 -> h0',
  'unbind p0 h0',
  'close p0 f0',
];

/** Commands of another process before it: with them the trace is too long for the other passes too. */
export const stepsBefore = ['fork p0 -> p1', 'exec p1', 'exit p1', 'work'];

/** The same with more commands, each inserted before the one at this index of `everythingOnce`. */
export function everythingAnd(more: Readonly<Record<number, string>>): string[] {
  return everythingOnce.flatMap((line, i) => (more[i] === undefined ? [line] : [more[i], line]));
}

/** The number of executions of a command, by the beginning of its line. */
export function times(ran: readonly string[], beginning: string): number {
  return ran.filter((line) => line.startsWith(beginning)).length;
}

export interface ShrinkingCase {
  readonly trace: readonly string[];
  readonly law: MadeUpLaw;
  readonly world?: World;
}

/** The result of these passes for a trace that breaks this law. */
export function shrunkBy(by: readonly Pass[], { trace, law, world }: ShrinkingCase): string[] {
  return linesOf(shrink(traceOf(trace, world), reproduce(law), by, specification).trace);
}

/** The result of all other passes. */
export function shrunkWithout(pass: Pass, made: ShrinkingCase): string[] {
  return shrunkBy(
    passes.filter((other) => other !== pass),
    made,
  );
}

/** All candidates of a pass for a trace, one on each line. */
export function proposals(pass: Pass, ...lines: readonly string[]): string[] {
  return [...pass.candidates(traceOf(lines), specification)].map((trace) =>
    linesOf(trace).join('; '),
  );
}
