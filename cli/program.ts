import { Command, CommanderError, Help, Option } from './commander.ts';
import { InputError } from '../model/input-error.ts';
import { complaint } from './complaint.ts';
import type { Console } from './console.ts';
import { exitCodes } from './exit.ts';
import { onPage, type PageOptions, widthOption } from './page.ts';
import { version } from './shipped.ts';
import { subcommands, type Surroundings } from './subcommands.ts';

/**
 * The whole program: reads the arguments, runs a subcommand, returns the exit code. It touches the
 * outside only through `console`, so tests can call it.
 *
 * @param args - without the interpreter and the script
 */
export function runProgram(args: readonly string[], console: Console): number {
  try {
    return dispatch(args, console);
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitCodes.holds;
      if (error.code !== 'commander.help') console.note(complaint(error.message));
      return exitCodes.usage;
    }
    if (error instanceof InputError) {
      console.note(complaint(error.message));
      return exitCodes.usage;
    }
    console.note(`pasidcheck: internal error, please report it: ${(error as Error).stack}`);
    return exitCodes.internal;
  }
}

function dispatch(args: readonly string[], console: Console): number {
  /** The exit code of the chosen subcommand, set by its action. */
  let code: number = exitCodes.holds;
  let helpWidth = console.width;
  const page = (options: PageOptions): Console => onPage(options, console);
  const program = new Command('pasidcheck')
    .description(
      'Checks the life of PASIDs and the accounting of pinned memory in Linux: random command sequences run on a model and on a simulated kernel, and every disagreement is shrunk to the few commands that matter.',
    )
    .version(version)
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({
      minWidthToWrap: 20,
      // An option that is off by default needs no default in the help.
      optionDescription: (option) =>
        option.isBoolean() ? option.description : new Help().optionDescription(option),
    })
    .configureOutput({
      writeOut: console.print,
      writeErr: (text) => {
        if (text.startsWith('Usage')) console.note(text.trimEnd());
      },
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
    });

  const surroundings: Surroundings = { page, end: (ended) => void (code = ended) };
  for (const declare of subcommands) declare(program, surroundings);
  for (const command of program.commands)
    command
      .addOption(
        new Option(
          '--width <n>',
          'columns of the output (default: COLUMNS, or up to 100 on a terminal, else 80)',
        ).argParser(widthOption),
      )
      .option('--ascii', 'plain quotes, dashes and lines only', false)
      .on('option:width', (width: string) => {
        helpWidth = widthOption(width);
      });

  program.parse([...args], { from: 'user' });
  return code;
}
