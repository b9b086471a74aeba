import { type Answer, errno, errnoName } from './answer.ts';
import { type Command, letters } from './command.ts';
import { stepRules, stepRulesByKind } from './steps.ts';

const fieldsByKind = new Map(stepRules.map((rules) => [rules.kind, Object.entries(rules.fields)]));

/** A command as it is written: `open p0 d0 -> f0`, `gp`, `fork p0 -> p1 [allocation 1 fails]`. */
export function commandText(c: Command): string {
  const words = (fieldsByKind.get(c.kind) ?? []).map(([name, field]) => {
    if ('oneOf' in field) return String(c[name]);
    if ('makes' in field) return `-> ${letters[field.makes]}${c[name]}`;
    return `${letters[field.uses]}${c[name]}`;
  });
  const fault = c.fails === undefined ? [] : [`[allocation ${c.fails} fails]`];
  const stop = c.stops === undefined ? [] : [`[stops at ${c.stops}]`];
  return [c.kind, ...words, ...fault, ...stop].join(' ');
}

/** What the caller was told, in words: `success`, `PASID 1`, `EBADF`, `never returned`. */
export function answerText(c: Command, a: Answer): string {
  switch (a.errno) {
    case errno.OK:
      return stepRulesByKind[c.kind]?.tells?.(a) ?? 'success';
    case errno.HUNG:
      return 'never returned';
    case errno.OOPS:
      return 'the kernel oopsed';
    case errno.PAUSED:
      return 'has not returned';
    default:
      return errnoName(a.errno);
  }
}
