import type { Rules } from './command.ts';
import { commands } from './order.ts';
import { continuations } from './continuations.ts';

/** Everything that can be a step of a trace: the commands, and that a task goes on with one. */
export const stepRules: readonly Rules[] = [...commands, ...continuations];

export const stepRulesByKind: Readonly<Record<string, Rules>> = Object.fromEntries(
  stepRules.map((r) => [r.kind, r]),
);
