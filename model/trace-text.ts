import { checkNames } from './check-names.ts';
import { InputError } from './input-error.ts';
import { inLine, isWritablePoint, type Line, linesOf, stepsOf } from './lines.ts';
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

/**
 * Reads a trace that is written as text. The kernel may be missing; lines end as in Unix or in DOS.
 *
 * @param file - named in messages
 * @throws InputError one line: where, what was found, what was expected
 */
export function parseTrace(text: string, file: string): StoredTrace {
  const [first, ...rest] = linesOf(text, file);
  if (first === undefined)
    throw new InputError(
      `${file}: expected a trace: a first line such as ${EXAMPLE}, then a command on each line`,
    );
  const { kernel, world } = readHead(first, file);
  const steps = stepsOf(rest, file, { plain: parseCommand, numbered: parseAnswered });
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
    if (stops !== undefined && !isWritablePoint(stops))
      throw new InputError(
        `stops ${shown(stops)}: expected words without brackets, one space apart`,
      );
  const head = `${kernel === undefined ? '' : `${kernel}   `}world ${worldText(world)}`;
  return `${[head, ...steps.map(commandText)].join('\n')}\n`;
}
