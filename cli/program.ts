import { Command, CommanderError, Help, Option } from 'commander';
import { InputError } from '../model/input-error.ts';
import { symmetries } from '../checker/exhaustive/symmetry.ts';
import { schedulers } from '../checker/interleavings/interleaver.ts';
import { corpusFolder, findingsFolder } from '../campaign/places.ts';
import { nameWith } from '../defects/own-switches.ts';
import { certify } from './certify.ts';
import { check } from './check.ts';
import { complaint } from './complaint.ts';
import type { Console } from './console.ts';
import { addToCorpus } from './corpus.ts';
import { checkDefects } from './defects.ts';
import { demo } from './demo.ts';
import { exitCodes } from './exit.ts';
import { exploreKernel } from './explore.ts';
import { list, listable } from './list.ts';
import { nightly } from './nightly.ts';
import { countOption, duration, seed } from './options.ts';
import { checkOracle } from './oracle.ts';
import { onPage, type PageOptions, widthOption } from './page.ts';
import { replay } from './replay.ts';
import { report, formats } from './report.ts';
import { located, version } from './shipped.ts';

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

  program
    .command('check')
    .description(
      'Run random traces on one kernel. Each different finding is shrunk, stored and shown.',
    )
    .addOption(kernelOption('kernel to check'))
    .addOption(
      worldOption('one world for PASIDs and one for pinned memory, if the kernel has them'),
    )
    .addOption(switchOption())
    .addOption(timeOption())
    .addOption(
      new Option('--runs <n>', 'stop after this many traces').argParser(
        countOption('--runs', 1e12),
      ),
    )
    .addOption(new Option('--seed <n>', 'repeat an earlier run').argParser(seed))
    .option('--law <name>', 'search only for violations of this law (see: list laws)')
    .option('--faults', 'let memory allocations fail, at most one in a command', false)
    .addOption(
      new Option(
        '--interleave [scheduler]',
        `let commands overlap, in schedules drawn by ${schedulers.join(' or ')}`,
      )
        .choices(schedulers)
        .preset('pct'),
    )
    .option('--first', 'stop at the first finding', false)
    .option('--require-goals', 'fail (exit code 4) if a run without a finding missed goals', false)
    .option(
      '--by-defect',
      'one finding for each known defect: mend it, then search for others',
      false,
    )
    .option('--out <folder>', 'where to store findings', findingsFolder)
    .option('--json', JSON_SAYS, false)
    .action((options) => {
      code = check(withSwitches(options), page(options));
    });

  program
    .command('explore')
    .description(
      'Run every trace up to a bound, shortest first: show the shortest violation, or prove that there is none.',
    )
    .addOption(kernelOption('kernel to explore'))
    .addOption(worldOption('a small one that the kernel fits'))
    .addOption(switchOption())
    .addOption(
      new Option('--depth <n>', 'largest number of commands in a trace')
        .argParser(countOption('--depth', 1000))
        .default(8),
    )
    .addOption(
      new Option('--states <n>', 'stop after this many distinct states')
        .argParser(countOption('--states', 20_000_000))
        .default(2_000_000),
    )
    .addOption(timeOption())
    .option('--law <name>', 'search only for violations of this law (see: list laws)')
    .option(
      '--all',
      'continue after the first: show the shortest trace for every law and place',
      false,
    )
    .option('--faults', 'let memory allocations fail, one in a command, each in turn', false)
    .addOption(
      new Option('--interleave [n]', 'let up to n commands overlap, in every possible way')
        .argParser(countOption('--interleave', 8))
        .preset(3),
    )
    .option('--unreduced', 'with --interleave: run equivalent schedules too', false)
    .option('--symmetry <kind>', `which states count as equal: ${symmetries.join(', ')}`, 'names')
    .option('--out <folder>', 'where to store findings', findingsFolder)
    .option('--json', JSON_SAYS, false)
    .action((options) => {
      code = exploreKernel(withSwitches(options), page(options));
    });

  program
    .command('certify')
    .description('Check again, by a plain search, that no trace is shorter than a stored finding.')
    .argument('<file>', 'a stored finding; - reads standard input')
    .option('--json', JSON_SAYS, false)
    .action((file, options) => {
      code = certify(located(file), options, page(options));
    });

  program
    .command('replay')
    .description('Run a stored trace, or every trace in a folder, and judge it again.')
    .argument(
      '<file>',
      'a trace as JSON or as text (docs/traces.md), or a folder; - reads standard input',
    )
    .option('--kernel <name>', 'run it on this kernel instead of the one that it names')
    .addOption(switchOption())
    .option('--json', JSON_SAYS, false)
    .action((file, options) => {
      code = replay(located(file), options, page(options));
    });

  program
    .command('report')
    .description('Explain a stored finding in full, or write its trace as text.')
    .argument('<file>', 'a trace as JSON or as text; - reads standard input')
    .addOption(new Option('--format <format>', formats.join(', ')).default('text'))
    .action((file, options) => {
      code = report(file, options, page(options));
    });

  program
    .command('corpus')
    .description('Add to the stored traces that the tests replay.')
    .command('add')
    .description(
      'Copy a stored finding into the corpus, if it still breaks its law and is the shortest.',
    )
    .argument('<file>')
    .option('--out <folder>', 'the corpus', corpusFolder)
    .action((file, options) => {
      code = addToCorpus(located(file), options, page(options));
    });

  program
    .command('list')
    .description('List the kernels, worlds, switches and so on.')
    .argument('<what>', listable.join(', '))
    .action((what, options) => {
      code = list(what, page(options));
    });

  program
    .command('defects')
    .description(
      'Search for every catalogued defect with many seeds, and report how often and how fast it is found.',
    )
    .argument('[id...]', 'search only for these defects (see: list defects)')
    .addOption(
      new Option('--seeds <n>', 'use seeds 1 to n')
        .argParser(countOption('--seeds', 100_000))
        .default(20),
    )
    .addOption(timeOption().default(10_000, '10s, for each seed'))
    .addOption(
      new Option('--scheduler <name>', 'for defects that need commands to overlap')
        .choices(schedulers)
        .default('pct' as const),
    )
    .option('--json', JSON_SAYS, false)
    .option('--md', 'a Markdown table, as in docs/defects.md', false)
    .action((ids, options) => {
      code = checkDefects(ids, options, page(options));
    });

  program
    .command('oracle')
    .description(
      'Remove one clause of the specification at a time, and report which defect goes unnoticed.',
    )
    .argument('[name...]', 'try only these weakenings')
    .option('--json', JSON_SAYS, false)
    .action((names, options) => {
      code = checkOracle(names, options, page(options));
    });

  program
    .command('demo')
    .description('Find, shrink and explain a mistake of Linux 5.18-rc1. Takes half a minute.')
    .action((options) => {
      code = demo(page(options));
    });

  program
    .command('nightly')
    .description(
      'Check every kernel in every world for hours; keep findings and a log of the runs.',
    )
    .addOption(timeOption().default(8 * 3_600_000, '8h'))
    .addOption(new Option('--seed <n>', 'repeat an earlier night').argParser(seed))
    .option('--out <folder>', 'where findings and runs.jsonl go', 'out/nightly')
    .action((options) => {
      code = nightly(options, page(options));
    });

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

const JSON_SAYS = 'print JSON lines on standard output, and nothing else';

function kernelOption(says: string): Option {
  return new Option('--kernel <name>', `${says} (see: list kernels)`).default('reference');
}

function worldOption(otherwise: string): Option {
  return new Option(
    '--world <world>',
    `how many processes, devices and so on: a name (see: list worlds), a name with changes such as sva,processes=2 (see: list bounds), or a JSON file of bounds (default: ${otherwise})`,
  );
}

function switchOption(): Option {
  return new Option(
    '--switch <name=value>',
    'change one behaviour of the kernel (see: list switches); may be repeated',
  )
    .argParser((change: string, before: readonly string[]) => [...before, change])
    .default([], 'none');
}

/** The name of the kernel includes the switches that are set in it. */
function withSwitches<O extends { readonly kernel: string; readonly switch: readonly string[] }>(
  options: O,
): O {
  return { ...options, kernel: nameWith(options.kernel, options.switch) };
}

function timeOption(): Option {
  return new Option('--time <duration>', 'stop after this long: 20s, 10m, 8h').argParser(duration);
}
