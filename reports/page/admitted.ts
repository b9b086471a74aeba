import { Runner } from '../../checker/run.ts';
import { simulate } from '../../defects/kernels.ts';
import type { Version } from '../../implementation/versions/index.ts';
import { type Answer, errnos, failed, ok } from '../../model/answer.ts';
import type { Command, Rules } from '../../model/command.ts';
import { isContinuation } from '../../model/continuations.ts';
import type { AnyState } from '../../model/any-state.ts';
import type { Trace } from '../../model/trace.ts';
import type { World } from '../../model/world.ts';
import { specification } from '../../properties/linux.ts';

/** Values of a success that are tried: what a command returns (a PASID, an mm, a count) is small in every world. */
const VALUES_MAX = 16;

/** Outcomes that no rule admits, or that are no answer. */
const noAnswers: ReadonlySet<string> = new Set(['OK', 'HUNG', 'OOPS', 'PAUSED', 'THREW']);

/**
 * For each step that ran alone, by its index, the answers that the model admits there, in words. Every answer is tried on
 * the command’s own rule. Steps that overlap others are left out: there the answers are admitted together or not at all.
 */
export function admittedIn(trace: Trace<World>, version: Version): ReadonlyMap<number, string[]> {
  const found = new Map<number, string[]>();
  const runner = new Runner(specification, simulate(version), trace.world);
  runner.run(trace.steps, {
    before(s, step, c) {
      if (runner.isCertain && c.stops === undefined && !isContinuation(c))
        found.set(step, admitted(s, c));
    },
  });
  return found;
}

function admitted(s: AnyState, c: Command): string[] {
  const rules: Rules = specification.rules[c.kind]!;
  const isAdmitted = (a: Answer): boolean => rules.judge(s, c, a) === undefined;
  const { vocabulary } = specification;
  const values = Array.from({ length: VALUES_MAX }, (_, i) => ok(i)).filter(isAdmitted);
  const errors = errnos.filter((name) => !noAnswers.has(name) && isAdmitted(failed(name)));
  const texts = [...values.map((a) => vocabulary.answer(c, a)), ...errors];
  if (c.fails !== undefined) texts.push(vocabulary.answer(c, failed('ENOMEM')));
  return [...new Set(texts)];
}
