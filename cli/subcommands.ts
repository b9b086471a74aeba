import { type Command, Option } from './commander.ts';
import { symmetries } from '../checker/exhaustive/symmetry.ts';
import { schedulers } from '../checker/interleavings/interleaver.ts';
import { corpusFolder, findingsFolder } from '../campaign/places.ts';
import { nameWith } from '../defects/own-switches.ts';
import { certify } from './certify.ts';
import { check } from './check.ts';
import { compare } from './compare.ts';
import type { Console } from './console.ts';
import { addToCorpus } from './corpus.ts';
import { checkDefects } from './defects.ts';
import { demo } from './demo.ts';
import { explorer } from './explorer.ts';
import { exploreKernel } from './explore.ts';
import { list, listable } from './list.ts';
import { nightly } from './nightly.ts';
import { countOption, duration, seed } from './options.ts';
import { checkOracle } from './oracle.ts';
import type { PageOptions } from './page.ts';
import { replay } from './replay.ts';
import { report, formats } from './report.ts';
import { where } from './where.ts';
import { located } from './shipped.ts';

/** What a subcommand needs of the program. */
export interface Surroundings {
  /** The console with the options of the page. */
  readonly page: (options: PageOptions) => Console;
  /** Sets the exit code. */
  readonly end: (code: number) => void;
}

/** Declares each subcommand, in the order of the help. */
export const subcommands: readonly ((program: Command, surroundings: Surroundings) => void)[] = [
  checkCommand,
  exploreCommand,
  certifyCommand,
  replayCommand,
  whereCommand,
  compareCommand,
  reportCommand,
  explorerCommand,
  corpusCommand,
  listCommand,
  defectsCommand,
  oracleCommand,
  demoCommand,
  nightlyCommand,
];

function checkCommand(program: Command, { page, end }: Surroundings): void {
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
      'mend the known defects that explain a finding, then search for others; where defects meet, a finding names all of them, and one can be in several findings',
      false,
    )
    .option('--out <folder>', 'where to store findings', findingsFolder)
    .option('--junit <file>', 'also write the result as JUnit XML: a test for each law')
    .option('--annotations', 'also print findings as workflow commands of GitHub, on stderr', false)
    .option('--summary <file>', 'also append a summary in Markdown: "$GITHUB_STEP_SUMMARY"')
    .option('--json', JSON_SAYS, false)
    .action((options) => end(check(withSwitches(options), page(options))));
}

function exploreCommand(program: Command, { page, end }: Surroundings): void {
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
    .action((options) => end(exploreKernel(withSwitches(options), page(options))));
}

function certifyCommand(program: Command, { page, end }: Surroundings): void {
  program
    .command('certify')
    .description('Check again, by a plain search, that no trace is shorter than a stored finding.')
    .argument('<file>', 'a stored finding; - reads standard input')
    .option('--json', JSON_SAYS, false)
    .action((file, options) => end(certify(located(file), options, page(options))));
}

function replayCommand(program: Command, { page, end }: Surroundings): void {
  program
    .command('replay')
    .description('Run a stored trace, or every trace in a folder, and judge it again.')
    .argument(
      '<file>',
      'a trace as JSON or as text (docs/traces.md), or a folder; - reads standard input',
    )
    .option(
      '--kernel <name>',
      'run it on this kernel instead of the one that it names, or on all (see: where)',
    )
    .addOption(switchOption())
    .option('--json', JSON_SAYS, false)
    .action((file, options) => end(replay(located(file), options, page(options))));
}

function whereCommand(program: Command, { page, end }: Surroundings): void {
  program
    .command('where')
    .description(
      'Run a trace on every kernel: where it breaks a law, where it holds, and which switch makes the difference.',
    )
    .argument('<file>', 'a trace as JSON or as text; - reads standard input')
    .option('--json', JSON_SAYS, false)
    .action((file, options) => end(where(located(file), options, page(options))));
}

function compareCommand(program: Command, { page, end }: Surroundings): void {
  program
    .command('compare')
    .description(
      'Search several kernels in the same worlds: which laws each breaks, and the shortest trace on which a kernel and the next differ.',
    )
    .argument('<kernel...>', 'two or more (see: list kernels), or one with --switch')
    .addOption(worldOption('the small ones that all fit and in which they differ'))
    .addOption(
      new Option(
        '--switch <name=value>',
        'also compare the first kernel with this one behaviour changed (see: list switches); may be repeated',
      )
        .argParser((change: string, before: readonly string[]) => [...before, change])
        .default([], 'none'),
    )
    .addOption(
      new Option('--depth <n>', 'largest number of commands in an exhaustive search')
        .argParser(countOption('--depth', 1000))
        .default(6),
    )
    .addOption(
      new Option('--states <n>', 'stop each exhaustive search after this many states')
        .argParser(countOption('--states', 20_000_000))
        .default(50_000),
    )
    .addOption(
      new Option('--runs <n>', 'random traces for each kernel')
        .argParser(countOption('--runs', 1e12))
        .default(2000),
    )
    .addOption(
      new Option(
        '--time <duration>',
        'instead: random traces for this long, on all kernels together: 20s, 10m',
      ).argParser(duration),
    )
    .addOption(new Option('--seed <n>', 'of the random traces').argParser(seed).default(1))
    .option('--json', JSON_SAYS, false)
    .option('--md', 'print Markdown', false)
    .action((names, options) => end(compare(names, options, page(options))));
}

function reportCommand(program: Command, { page, end }: Surroundings): void {
  program
    .command('report')
    .description(
      'Explain a stored finding in full, or a folder of findings as pages with an index.',
    )
    .argument('<file>', 'a trace as JSON or as text, or a folder; - reads standard input')
    .addOption(new Option('--format <format>', formats.join(', ')).default('text'))
    .option(
      '--out <file>',
      'where to write it, instead of standard output; for a folder: where its pages go',
    )
    .action((file, options) => end(report(file, options, page(options))));
}

function explorerCommand(program: Command, { page, end }: Surroundings): void {
  program
    .command('explorer')
    .description('Make a page for a browser that runs any trace on any kernel, without a network.')
    .option('--out <file>', 'where to write it, instead of standard output')
    .action((options) => end(explorer(options, page({ ...options, format: 'html' }))));
}

function corpusCommand(program: Command, { page, end }: Surroundings): void {
  program
    .command('corpus')
    .description('Add to the stored traces that the tests replay.')
    .command('add')
    .description(
      'Copy a stored finding into the corpus, if it still breaks its law and is the shortest.',
    )
    .argument('<file>')
    .option('--out <folder>', 'the corpus', corpusFolder)
    .action((file, options) => end(addToCorpus(located(file), options, page(options))));
}

function listCommand(program: Command, { page, end }: Surroundings): void {
  program
    .command('list')
    .description('List the kernels, worlds, switches and so on.')
    .argument('<what>', listable.join(', '))
    .action((what, options) => end(list(what, page(options))));
}

function defectsCommand(program: Command, { page, end }: Surroundings): void {
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
    .action((ids, options) => end(checkDefects(ids, options, page(options))));
}

function oracleCommand(program: Command, { page, end }: Surroundings): void {
  program
    .command('oracle')
    .description(
      'Remove one clause of the specification at a time, and report which defect goes unnoticed.',
    )
    .argument('[name...]', 'try only these weakenings')
    .option('--json', JSON_SAYS, false)
    .action((names, options) => end(checkOracle(names, options, page(options))));
}

function demoCommand(program: Command, { page, end }: Surroundings): void {
  program
    .command('demo')
    .description('Find, shrink and explain a mistake of Linux 5.18-rc1. Takes half a minute.')
    .action((options) => end(demo(page(options))));
}

function nightlyCommand(program: Command, { page, end }: Surroundings): void {
  program
    .command('nightly')
    .description(
      'Check every kernel in every world for hours; keep findings and a log of the runs.',
    )
    .addOption(timeOption().default(8 * 3_600_000, '8h'))
    .addOption(new Option('--seed <n>', 'repeat an earlier night').argParser(seed))
    .option('--out <folder>', 'where findings and runs.jsonl go', 'out/nightly')
    .action((options) => end(nightly(options, page(options))));
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
