import type { Command } from './command.ts';
import { InputError } from './input-error.ts';
import { shown } from './shown.ts';

/** The lines of a trace that is written as text: commands, numbered as reports print them or not. */

/** A line that is not empty, without its comment and the spaces around it. */
export interface Line {
  readonly number: number;
  readonly text: string;
  /** The number of spaces before it. */
  readonly indent: number;
}

/**
 * Lines that are not empty; they end as in Unix or in DOS.
 *
 * @param file - named in messages
 * @throws InputError for a control character
 */
export function linesOf(text: string, file: string): Line[] {
  const all = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  return all.flatMap((line, i) => lineOf(line, i + 1, file));
}

/** Undefined if the line is empty or a comment. A # at its beginning or after a space starts a comment. */
function lineOf(line: string, number: number, file: string): Line[] {
  const control = /[^\P{Cc}\t\f\v]/u.exec(line);
  if (control !== null)
    throw new InputError(
      `${file}: line ${number}: contains the control character ${shown(control[0])}, expected text`,
    );
  const text = line.replace(/(^|\s)#.*$/, '').trimEnd();
  const start = text.trimStart();
  return text === '' ? [] : [{ number, text: start, indent: text.length - start.length }];
}

/** A command, and the line on which it stands. */
export interface NumberedStep {
  readonly command: Command;
  readonly number: number;
}

/** Whether the text of a trace can hold this name of a point: a bracket would end it, a # begin a comment, a ; a command. */
export function isWritablePoint(point: string): boolean {
  return /^[^\s[\]#;]+(?: [^\s[\]#;]+)*$/.test(point);
}

/** How the commands on lines are read. */
export interface LineReaders {
  /** On a line without a number. */
  plain(this: void, text: string): Command;
  /** On a numbered one: what was answered may stand after the command. */
  numbered(this: void, text: string): Command;
}

/** Does the line begin with the number of a step, as reports print it? */
export function isNumbered({ text }: Line): boolean {
  return NUMBERED.test(text);
}

/**
 * Either all steps are numbered, as reports print them, or none is. If they are, the answer may follow the command,
 * or stand below it, indented further than the command. A number with a + is not a step of the
 * trace; it marks a command that was resumed at the end.
 *
 * @throws InputError one line: where, what was found, what was expected
 */
export function stepsOf(lines: readonly Line[], file: string, read: LineReaders): NumberedStep[] {
  const areNumbered = lines[0] !== undefined && isNumbered(lines[0]);
  if (!areNumbered)
    return lines.map((line) => {
      const { number, text } = line;
      if (isNumbered(line)) throw halfNumbered(file, number, 'not numbered');
      return { number, command: inLine(file, number, () => read.plain(text)) };
    });
  const entries: Entry[] = [];
  for (const line of lines) {
    const last = entries.at(-1);
    const match = NUMBERED.exec(line.text);
    if (last !== undefined && line.indent >= last.column) {
      if (match !== null && isCommand(match[2]!, read)) throw furtherIn(file, line.number);
      last.text += `  ${line.text}`;
    } else if (match === null) throw halfNumbered(file, line.number, 'numbered');
    else {
      const [all, plus, text] = match as unknown as [string, string, string];
      const column = line.indent + all.length - text.length;
      entries.push({ number: line.number, text, column, isAdded: plus !== '' });
    }
  }
  return entries.flatMap(({ number, text, isAdded }) =>
    isAdded ? [] : [{ number, command: inLine(file, number, () => read.numbered(text)) }],
  );
}

/** A numbered step, and the lines below it. */
interface Entry {
  readonly number: number;
  text: string;
  /** The column where its text begins: lines below it that begin there or further in belong to it. */
  readonly column: number;
  readonly isAdded: boolean;
}

function isCommand(text: string, read: LineReaders): boolean {
  try {
    return read.numbered(text) !== undefined;
  } catch {
    return false;
  }
}

function furtherIn(file: string, number: number): InputError {
  return new InputError(
    `${file}: line ${number}: is indented as if it belonged to the step above; expected its number below the others`,
  );
}

function halfNumbered(file: string, number: number, others: string): InputError {
  return new InputError(
    `${file}: line ${number}: the steps above are ${others}; expected that all are numbered, or none`,
  );
}

/** `  3  open p0 d0 -> f0`, also with the mark of a break before it. */
const NUMBERED = /^(?:[*!]\s*)?\d+(\+?)\s+(.*)$/;

/** Adds the line number to the error. */
export function inLine<T>(file: string, number: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${file}: line ${number}: ${error.message}`);
  }
}
