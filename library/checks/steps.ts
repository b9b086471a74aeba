import type { Command, Field } from '../../model/command.ts';
import { guess, InputError } from '../../model/input-error.ts';
import { shown } from '../../model/shown.ts';
import type { Vocabulary } from '../../model/vocabulary.ts';

/** The fields that every step may have besides its arguments. */
const ALWAYS = new Set(['kind', 'fails', 'stops']);

/** @throws InputError for the first step that is not a command of this vocabulary */
export function checkSteps(vocabulary: Vocabulary, steps: readonly Command[]): void {
  if (!Array.isArray(steps))
    throw new InputError(`steps: expected a list of commands, got ${shown(steps)}`);
  for (const [i, c] of (steps as readonly Command[]).entries())
    checkStep(vocabulary, c, `step ${i + 1}`);
}

function checkStep(vocabulary: Vocabulary, c: Command, where: string): void {
  const kind: unknown = c?.kind;
  if (typeof kind !== 'string' || !vocabulary.has(kind))
    throw new InputError(
      `${where}: ${shown(kind)} is no command of the specification${guess(
        String(kind),
        vocabulary.steps.map((r) => r.kind),
      )}`,
    );
  const fields = vocabulary.fieldsOf(kind);
  for (const [name, field] of fields)
    if (!fits(field, c[name]))
      throw new InputError(
        `${where} (${kind}): ${name}: expected ${expected(field)}, got ${shown(c[name])}`,
      );
  const known = fields.map(([name]) => name);
  const extra = Object.keys(c).find((name) => !known.includes(name) && !ALWAYS.has(name));
  if (extra !== undefined)
    throw new InputError(
      `${where} (${kind}): has no argument ${shown(extra)}; expected ${known.join(', ') || 'none'}`,
    );
}

function fits(field: Field, value: unknown): boolean {
  if ('oneOf' in field) return (field.oneOf as readonly unknown[]).includes(value);
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function expected(field: Field): string {
  return 'oneOf' in field ? field.oneOf.join(' or ') : 'the number of a name, from 0 on';
}
