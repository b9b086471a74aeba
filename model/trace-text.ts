import { checkNames } from './check-names.ts';
import type { Command } from './command.ts';
import { InputError } from './input-error.ts';
import { withReadableNames } from './name-limits.ts';
import { parseAnswered, parseCommand, language, commandText } from './linux.ts';
import { shown } from './shown.ts';
import type { StoredTrace } from './trace-json.ts';
import { STEPS_MAX } from './trace-schema.ts';
import type { World } from './world.ts';
import { parseWorld, worldText } from './world-text.ts';

/**
 * Traces as people write them into a mail, and as reports print them:
 *
 *     linux-5.18-rc1   world sva
 *     open p0 d0 -> f0
 *     exit p0              # the PASID is free too early
 *
 * docs/traces.md describes the form.
 */

const EXAMPLE = '"linux-5.18   world sva"';

/** A line that is not empty, without its comment and the spaces around it. */
interface Line {
  readonly number: number;
  readonly text: string;
  /** The number of spaces before it. */
  readonly indent: number;
}

/**
 * Reads a trace that is written as text. The kernel may be missing; lines end as in Unix or in DOS.
 *
 * @param file - named in messages
 * @throws InputError one line: where, what was found, what was expected
 */
export function parseTrace(text: string, file: string): StoredTrace {
  const all = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const lines = all.flatMap((line, i) => readLine(line, i + 1, file));
  const [first, ...rest] = lines;
  if (first === undefined)
    throw new InputError(
      `${file}: expected a trace: a first line such as ${EXAMPLE}, then a command on each line`,
    );
  const { kernel, world } = readHead(first, file);
  const steps = readSteps(rest, file);
  if (steps.length === 0)
    throw new InputError(`${file}: line ${first.number}: expected a command on each further line`);
  if (steps.length > STEPS_MAX)
    throw new InputError(`${file}: ${steps.length} steps, expected at most ${STEPS_MAX}`);
  const commands = steps.map(({ command }) => command);
  checkNames(language, commands, world, (step) => `${file}: line ${steps[step]!.number}`);
  return {
    trace: { world, steps: commands },
    kernel,
    lines: steps.map(({ number }) => number),
  };
}

/** Undefined if the line is empty or a comment. A # at its beginning or after a space starts a comment. */
function readLine(line: string, number: number, file: string): Line[] {
  const control = /[^\P{Cc}\t\f\v]/u.exec(line);
  if (control !== null)
    throw new InputError(
      `${file}: line ${number}: contains the control character ${shown(control[0])}, expected text`,
    );
  const text = line.replace(/(^|\s)#.*$/, '').trimEnd();
  const start = text.trimStart();
  return text === '' ? [] : [{ number, text: start, indent: text.length - start.length }];
}

/** The words with which reports name kernel and world. The seed is ignored. */
function readHead({ number, text }: Line, file: string): { kernel?: string; world: World } {
  const match = /^(?:(\S+)\s+)?world\s+(\S+)(?:\s+seed\s+-?\d+)?$/.exec(text);
  if (match === null)
    throw new InputError(
      `${file}: line ${number}: expected the kernel and the world, such as ${EXAMPLE}, got ${shown(text)}`,
    );
  const [, kernel, world] = match as unknown as [string, string | undefined, string];
  return inLine(file, number, () => ({
    ...(kernel !== undefined && { kernel }),
    world: parseWorld(world),
  }));
}

interface NumberedStep {
  readonly command: Command;
  readonly number: number;
}

/**
 * Either all steps are numbered, as `replay` prints them, or none is. If they are, the answer may follow the command,
 * or stand below it, indented further than the command. A number with a + is not a step of the
 * trace; it marks a command that was resumed at the end.
 */
function readSteps(lines: readonly Line[], file: string): NumberedStep[] {
  const areNumbered = lines[0] !== undefined && NUMBERED.test(lines[0].text);
  if (!areNumbered)
    return lines.map(({ number, text }) => {
      if (NUMBERED.test(text)) throw halfNumbered(file, number, 'not numbered');
      return { number, command: inLine(file, number, () => parseCommand(text)) };
    });
  const entries: Entry[] = [];
  for (const line of lines) {
    const last = entries.at(-1);
    const match = NUMBERED.exec(line.text);
    if (last !== undefined && line.indent >= last.column) {
      if (match !== null && isCommand(match[2]!)) throw furtherIn(file, line.number);
      last.text += `  ${line.text}`;
    } else if (match === null) throw halfNumbered(file, line.number, 'numbered');
    else {
      const [all, plus, text] = match as unknown as [string, string, string];
      const column = line.indent + all.length - text.length;
      entries.push({ number: line.number, text, column, isAdded: plus !== '' });
    }
  }
  return entries.flatMap(({ number, text, isAdded }) =>
    isAdded ? [] : [{ number, command: inLine(file, number, () => parseAnswered(text)) }],
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

function isCommand(text: string): boolean {
  try {
    return parseAnswered(text) !== undefined;
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
function inLine<T>(file: string, number: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${file}: line ${number}: ${error.message}`);
  }
}

/**
 * The trace as text: `parseTrace` reads it back. Ends with a newline.
 *
 * @throws InputError if the name of the kernel or of a point, which are input, does not fit into a line
 */
export function printTrace({ trace, kernel }: Pick<StoredTrace, 'trace' | 'kernel'>): string {
  const { world, steps } = withReadableNames(language, trace);
  if (kernel !== undefined && !/^[^\s#]\S*$/.test(kernel))
    throw new InputError(`kernel ${shown(kernel)}: expected a name without spaces`);
  for (const { stops } of steps)
    if (stops !== undefined && !WRITABLE_POINT.test(stops))
      throw new InputError(
        `stops ${shown(stops)}: expected words without brackets, one space apart`,
      );
  const head = `${kernel === undefined ? '' : `${kernel}   `}world ${worldText(world)}`;
  return `${[head, ...steps.map(commandText)].join('\n')}\n`;
}

/** The form of the name of a point: a bracket would end it, and a # would begin a comment. */
const WRITABLE_POINT = /^[^\s[\]#]+(?: [^\s[\]#]+)*$/;
