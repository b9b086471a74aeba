import type { Command, Field, Rules } from './command.ts';
import { InputError, unknownName } from './input-error.ts';
import { shown } from './shown.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Reads text in a vocabulary. */
export interface Parser {
  /**
   * A command as it is written: `open p0 d0 -> f0`. The arrow before a new name is optional.
   *
   * @throws InputError for an unknown command, a missing or surplus argument, a name of the wrong sort
   */
  readonly command: (line: string) => Command;
  /**
   * The same for a line in which the answer may follow the command, after a colon, or after two spaces or more. The
   * answer is not read.
   *
   * @throws InputError like `command`
   */
  readonly answered: (line: string) => Command;
  /** A whole trace, one command per line. */
  readonly steps: (...lines: readonly string[]) => Command[];
}

/** @param lists - the command line that lists all commands, for messages; without it the message lists them */
export function parserOf(vocabulary: Vocabulary, lists?: string): Parser {
  const command = (line: string): Command => parse(vocabulary, line, false, lists);
  return {
    command,
    answered: (line) => parse(vocabulary, withoutAnswer(line), true, lists),
    steps: (...lines) => lines.map(command),
  };
}

/** Up to a colon that ends a word; in brackets it belongs to the name of a point. */
function withoutAnswer(line: string): string {
  return /^((?:[^:[\]]|:(?=\S)|\[[^\]]*\])*):(?:\s.*)?$/s.exec(line)?.[1] ?? line;
}

function parse(
  vocabulary: Vocabulary,
  line: string,
  mayBeAnswered: boolean,
  lists: string | undefined,
): Command {
  const kind = /[^\s[]+|\S+/.exec(line)?.[0] ?? '';
  if (!vocabulary.has(kind))
    throw unknownName(
      'command',
      kind,
      vocabulary.steps.map((r) => r.kind),
      lists,
    );
  const rules = vocabulary.rules[kind]!;
  const start = line.indexOf(kind) + kind.length;
  const fields = vocabulary.fieldsOf(kind);
  const { words, end } = readWords(line, start, fields.length, mayBeAnswered);
  if (words.length !== fields.length)
    throw new InputError(
      `${shown(line)}: ${kind} takes ${usage(rules)}, not ${words.length} ${words.length === 1 ? 'argument' : 'arguments'}`,
    );
  const c: Record<string, string | number> = { kind };
  fields.forEach(([name, field], i) => {
    c[name] = parseArgument(vocabulary, line, field, words[i]!);
  });
  return { ...c, ...readBrackets(line, end, mayBeAnswered) } as Command;
}

const ARROWS: ReadonlySet<string> = new Set(['->', '→']);

/** Words up to a bracket or the end; or, if the command needs more words, up to the answer. */
function readWords(line: string, start: number, count: number, mayBeAnswered: boolean) {
  const words: string[] = [];
  const next = /(\s+)([^\s[]+)/y;
  let end = start;
  for (;;) {
    next.lastIndex = end;
    const match = next.exec(line);
    if (match === null) return { words, end };
    const [all, spaces, word] = match as unknown as [string, string, string];
    if (words.length === count && mayBeAnswered && spaces.length > 1) return { words, end };
    end += all.length;
    if (!ARROWS.has(word)) words.push(word);
  }
}

/** The notes after the arguments: the allocation that fails, and the point at which the command is suspended. */
function readBrackets(line: string, start: number, mayBeAnswered: boolean) {
  const found: { fails?: number; stops?: string } = {};
  const next = /\s*\[([^[\]]*)\]/y;
  let end = start;
  for (;;) {
    next.lastIndex = end;
    const match = next.exec(line);
    if (match === null) break;
    end += match[0].length;
    const text = match[1]!.trim().replaceAll(/\s+/g, ' ');
    const fails = /^allocation ([1-9]\d?) fails$/.exec(text)?.[1];
    const stops = /^stops at (.{1,200})$/.exec(text)?.[1];
    if (fails !== undefined && found.fails === undefined) found.fails = Number(fails);
    else if (stops !== undefined && found.stops === undefined) found.stops = stops;
    else throw unexpected(line, match[0].trim());
  }
  const rest = line.slice(end);
  const isAnswer = mayBeAnswered && /^\s\s/.test(rest);
  if (rest.trim() !== '' && !isAnswer) throw unexpected(line, rest.trim());
  return found;
}

function unexpected(line: string, got: string): InputError {
  return new InputError(
    `${shown(line)}: expected [allocation N fails], N from 1 to 99, or [stops at POINT] (see: list points), once each, got ${shown(got)}`,
  );
}

/** A name such as f0, or one of the field’s words. */
export function parseArgument(
  vocabulary: Vocabulary,
  where: string,
  field: Field,
  word: string,
): string | number {
  if ('oneOf' in field) {
    if (field.oneOf.includes(word)) return word;
    throw new InputError(
      `${shown(where)}: expected ${field.oneOf.join(' or ')}, got ${shown(word)}`,
    );
  }
  const sort = 'uses' in field ? field.uses : field.makes;
  const letter = vocabulary.letter(sort);
  const match = /^([a-z])(0|[1-9]\d{0,8})$/.exec(word);
  if (match === null || match[1] !== letter)
    throw new InputError(
      `${shown(where)}: expected a ${sort} such as ${letter}0, got ${shown(word)}`,
    );
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
