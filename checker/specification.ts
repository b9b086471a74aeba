import type { Rules } from '../model/command.ts';
import { commands } from '../model/order.ts';
import { continuations } from '../model/continuations.ts';
import { laws } from '../properties/laws/index.ts';
import type { Specification } from './judge.ts';

function byKind(rules: readonly Rules[]): Record<string, Rules> {
  return Object.fromEntries(rules.map((r) => [r.kind, r]));
}

/**
 * Of whatever is a step of a trace. Who goes through all of them meets the commands alone: a continuation
 * can be looked up, but nobody puts one in the place of something else.
 */
export const rulesByKind: Readonly<Record<string, Rules>> = Object.assign(
  Object.create(byKind(continuations)) as Record<string, Rules>,
  byKind(commands),
);

/** The specification of this project: all commands, all laws. */
export const specification: Specification = { rules: byKind(commands), laws };
