import { type Command, type Field, letters, type Rules } from './command.ts';
import { stepRules } from './steps.ts';
import { InputError, unknownName } from './input-error.ts';

/**
 * Reads a command as it is written: `open p0 d0 -> f0`. The arrow before a name that is made is only
 * for the eye. The inverse of `commandText`.
 *
 * @throws InputError for an unknown command, a missing or surplus argument, a name of the wrong sort.
 */
export function parseCommand(line: string): Command {
  const stop = /^(.*?)\s*\[stops at ([^[\]]+)\]\s*$/.exec(line);
  if (stop !== null) return { ...parseCommand(stop[1]!), stops: stop[2]!.trim() };
  const fault = /^(.*?)\s*\[allocation ([1-9]\d?) fails\]\s*$/.exec(line);
  if (fault !== null) return { ...parseCommand(fault[1]!), fails: Number(fault[2]) };
  const [kind = '', ...words] = line
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '->');
  const rules = stepRules.find((r) => r.kind === kind);
  if (rules === undefined)
    throw unknownName(
      'command',
      kind,
      stepRules.map((r) => r.kind),
    );
  const fields = Object.entries(rules.fields);
  if (words.length !== fields.length)
    throw new InputError(`"${line}": ${kind} takes ${usage(rules)}, not ${words.length} arguments`);
  const c: Record<string, string | number> = { kind };
  fields.forEach(([name, field], i) => {
    c[name] = parseArgument(line, field, words[i]!);
  });
  return c as Command;
}

/** A whole trace, one command per line. */
export function parseSteps(...lines: readonly string[]): Command[] {
  return lines.map(parseCommand);
}

/** A name such as f0, or one of the field’s words. */
export function parseArgument(where: string, field: Field, word: string): string | number {
  if ('oneOf' in field) {
    if (field.oneOf.includes(word)) return word;
    throw new InputError(`"${where}": expected ${field.oneOf.join(' or ')}, got "${word}"`);
  }
  const sort = 'uses' in field ? field.uses : field.makes;
  const letter = letters[sort];
  const match = /^([a-z])(0|[1-9]\d{0,8})$/.exec(word);
  if (match === null || match[1] !== letter)
    throw new InputError(`"${where}": expected a ${sort} such as ${letter}0, got "${word}"`);
  return Number(match[2]);
}

/** `PROCESS DEVICE -> FILE`, for messages and `list commands`. */
export function usage(rules: Rules): string {
  const words = Object.entries(rules.fields).map(([name, field]) => {
    if ('oneOf' in field) return field.oneOf.join('|');
    return 'makes' in field ? `-> ${name.toUpperCase()}` : name.toUpperCase();
  });
  return words.length === 0 ? 'no arguments' : words.join(' ');
}
