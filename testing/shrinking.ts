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

/** For suites only: shrinking by laws that are made up, on the model alone. */

/** Is the law broken by this command? `ran`: what was carried out so far, this command included. */
export type MadeUpLaw = (c: Command, s: State, ran: readonly string[], a: Answer) => boolean;

/** Have these commands all been carried out, in this order, with others in between or not? */
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

/** Runs a trace on the model, each command answered in the ordinary way, up to where the law breaks. */
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

/** A long trace in which everything happens once: what passes for short traces leave alone. */
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

/** What another process does before it: with it the trace is too long for those that take longer ones. */
export const stepsBefore = ['fork p0 -> p1', 'exec p1', 'exit p1', 'work'];

/** The same with more commands put in, each before the one that is at this place of `everythingOnce`. */
export function everythingAnd(more: Readonly<Record<number, string>>): string[] {
  return everythingOnce.flatMap((line, i) => (more[i] === undefined ? [line] : [more[i], line]));
}

/** How often a command was carried out, by the beginning of its line. */
export function times(ran: readonly string[], beginning: string): number {
  return ran.filter((line) => line.startsWith(beginning)).length;
}

export interface ShrinkingCase {
  readonly trace: readonly string[];
  readonly law: MadeUpLaw;
  readonly world?: World;
}

/** What these passes make of a trace that breaks this law. */
export function shrunkBy(by: readonly Pass[], { trace, law, world }: ShrinkingCase): string[] {
  return linesOf(shrink(traceOf(trace, world), reproduce(law), by, specification).trace);
}

/** What every other pass makes of it. */
export function shrunkWithout(pass: Pass, made: ShrinkingCase): string[] {
  return shrunkBy(
    passes.filter((other) => other !== pass),
    made,
  );
}

/** All that a pass proposes for a trace, one trace a line. */
export function proposals(pass: Pass, ...lines: readonly string[]): string[] {
  return [...pass.candidates(traceOf(lines), specification)].map((trace) =>
    linesOf(trace).join('; '),
  );
}
