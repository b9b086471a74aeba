import type { Rules } from '../model/command.ts';
import { commands } from '../model/commands/index.ts';
import { laws } from '../properties/laws/index.ts';
import type { Specification } from './judge.ts';

export const rulesByKind: Readonly<Record<string, Rules>> = Object.fromEntries(
  commands.map((rules) => [rules.kind, rules]),
);

/** The specification of this project: all commands, all laws. */
export const specification: Specification = { rules: rulesByKind, laws };
