import type { Command, Field, Rules } from '../../model/command.ts';
import { eachName } from '../../model/names.ts';
import { type Pass, withSteps } from '../pass.ts';
import { rankOf } from '../simpler.ts';

export const plainerCommands: Pass = {
  name: 'plainer commands',
  because:
    'a plainer command may do the same: exit instead of exec, open instead of bind. Replaces one command by each plainer kind, its arguments taken from the names around it. Smallest: [open p0, exec p0] where exit would do.',
  *candidates(trace, rules) {
    const rank = rankOf(rules);
    for (let i = 0; i < trace.steps.length; i++) {
      const c = trace.steps[i]!;
      for (const kind of Object.keys(rules)) {
        if (rank.get(kind)! >= rank.get(c.kind)!) continue;
        for (const plainer of variants(rules[kind]!, c, trace.steps, i, rules))
          yield withSteps(trace, trace.steps.with(i, plainer));
      }
    }
  },
};

/** Every way to fill the fields with names in use so far, kept few: the replaced command’s own first. */
function variants(
  target: Rules,
  old: Command,
  steps: readonly Command[],
  at: number,
  rules: Readonly<Record<string, Rules>>,
): Command[] {
  let found: Record<string, string | number>[] = [{ kind: target.kind }];
  for (const [field, kind] of Object.entries(target.fields) as [string, Field][])
    found = found.flatMap((c) =>
      values(kind, old, steps, at, rules).map((value) => ({ ...c, [field]: value })),
    );
  return found.slice(0, 24) as Command[];
}

function values(
  kind: Field,
  old: Command,
  steps: readonly Command[],
  at: number,
  rules: Readonly<Record<string, Rules>>,
): (string | number)[] {
  if ('oneOf' in kind) return [kind.oneOf[0]!];
  const sort = 'uses' in kind ? kind.uses : kind.makes;
  const own: number[] = [];
  const used = new Set<number>();
  steps.forEach((c, i) =>
    eachName(rules[c.kind]!, c, (s, _field, name, makes) => {
      if (s !== sort) return;
      used.add(name);
      if (c === old && i === at && makes === 'makes' in kind) own.push(name);
    }),
  );
  if ('makes' in kind) return own.length ? own : [Math.max(-1, ...used) + 1];
  if (sort === 'process' || sort === 'device') used.add(0);
  return [...new Set([...own, ...[...used].toSorted((a, b) => a - b)])];
}
