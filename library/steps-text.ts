import type { AnyWorld } from '../model/any-world.ts';
import { checkNames } from '../model/check-names.ts';
import type { Command } from '../model/command.ts';
import { type Line, isNumbered, linesOf, stepsOf } from '../model/lines.ts';
import { parserOf } from '../model/parse.ts';
import type { Specification } from '../properties/specification.ts';

/**
 * Reads a trace as `writeSteps` writes it and as reports print it: a command on each line, or several between semicolons.
 * Its number may stand before a command, what was answered after it: behind a colon or two spaces. A line that names the
 * world is left out, and so are comments.
 *
 * @param world - if it is given, names are checked too: each is made once, before it is used
 * @throws InputError for a line that is not a command
 */
export function readSteps(
  specification: Specification,
  text: string,
  world?: AnyWorld,
): readonly Command[] {
  const { answered: read } = parserOf(specification.vocabulary);
  const lines = linesOf(text, 'trace').filter((line) => !HEAD.test(line.text));
  const parts = lines.some(isNumbered) ? lines : lines.flatMap(partsOf);
  const steps = stepsOf(parts, 'trace', { plain: read, numbered: read });
  const commands = steps.map(({ command }) => command);
  if (world !== undefined)
    checkNames(specification, commands, world, (step) => `trace: line ${steps[step]!.number}`);
  return commands;
}

/** The line with which a trace begins: an implementation, a world, a seed. */
const HEAD = /(^|\s)world \S+(\s+seed \S+)?$/;

/** The commands on one line. */
function partsOf(line: Line): Line[] {
  const parts = line.text.split(';').map((part) => part.trim());
  return parts.filter((part) => part !== '').map((part) => ({ ...line, text: part }));
}

/** A trace as text, one command on each line: `readSteps` reads it back. */
export function writeSteps({ vocabulary }: Specification, steps: readonly Command[]): string {
  return steps.map((c) => `${vocabulary.text(c)}\n`).join('');
}
