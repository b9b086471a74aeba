import { Command, CommanderError, Option } from 'commander';
import { InputError } from '../model/input-error.ts';
import { symmetries } from '../checker/exhaustive/command-space.ts';
import { schedulers } from '../checker/interleavings/interleaver.ts';
import { corpusFolder, findingsFolder } from '../campaign/places.ts';
import { certify } from './certify.ts';
import { check } from './check.ts';
import type { Console } from './console.ts';
import { addToCorpus } from './corpus.ts';
import { checkDefects } from './defects.ts';
import { demo } from './demo.ts';
import { exploreKernel } from './explore.ts';
import { list, listable } from './list.ts';
import { nightly } from './nightly.ts';
import { count, duration, seed } from './options.ts';
import { checkOracle } from './oracle.ts';
import { replay } from './replay.ts';
import { report, formats } from './report.ts';

/** Exit codes. `holds` also when a run was too short to say much: its summary tells. */
const exit = { holds: 0, violated: 1, usage: 2, internal: 3 } as const;

/**
 * The whole program: reads the arguments, runs a subcommand, returns the exit code. It touches the
 * outside only through `console`, so tests call it as it is.
 *
 * @param args - without the interpreter and the script
 */
export function runProgram(args: readonly string[], console: Console): number {
  try {
    return dispatch(args, console);
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exit.holds;
      if (error.code !== 'commander.help') console.note(complaint(error.message));
      return exit.usage;
    }
    if (error instanceof InputError) {
      console.note(complaint(error.message));
      return exit.usage;
    }
    console.note(`pasidcheck: internal error, please report it: ${(error as Error).stack}`);
    return exit.internal;
  }
}

function complaint(message: string): string {
  const line = message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  // Names and files may hold control characters, which a terminal would obey.
  return `pasidcheck: ${line.replaceAll(/\p{Cc}/gu, '?')}`;
}

function dispatch(args: readonly string[], console: Console): number {
  /** What the chosen subcommand says; set by its action. */
  let code: number = exit.holds;
  const program = new Command('pasidcheck')
    .description(
      'Checks the life of a PASID: random command sequences on a model and a simulated Linux, minimal counterexamples',
    )
    .version('0.1.0')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: console.print,
      writeErr: (text) => {
        if (text.startsWith('Usage')) console.note(text.trimEnd());
      },
    });

  program
    .command('check')
    .description(
      'random traces against one kernel; every different finding is shrunk, stored and shown',
    )
    .option('--kernel <name>', 'kernel to check (see: list kernels)', 'reference')
    .option(
      '--world <name>',
      'how much of everything there is (see: list worlds; default: the first that the kernel fits)',
    )
    .addOption(timeOption())
    .addOption(
      new Option('--runs <n>', 'stop after this many traces').argParser(count('--runs', 1e12)),
    )
    .addOption(new Option('--seed <n>', 'repeat an earlier run').argParser(seed))
    .option('--law <name>', 'pursue violations of one law only (see: list laws)')
    .option('--faults', 'let memory allocations fail, one in a command', false)
    .addOption(
      new Option(
        '--interleave [scheduler]',
        `let commands overlap, in schedules drawn by ${schedulers.join(' or ')}`,
      )
        .choices(schedulers)
        .preset('pct'),
    )
    .option('--first', 'stop at the first finding', false)
    .option(
      '--by-defect',
      'one finding for each known defect: it is mended and the search goes on behind it',
      false,
    )
    .option('--out <folder>', 'where findings are stored', findingsFolder)
    .option('--json', 'JSON lines on standard output, nothing else', false)
    .action((options) => {
      code = check(options, console);
    });

  program
    .command('explore')
    .description(
      'every trace up to a bound, breadth first: the shortest violation, or the proof that there is none',
    )
    .option('--kernel <name>', 'kernel to explore (see: list kernels)', 'reference')
    .option(
      '--world <name>',
      'how much of everything there is (see: list worlds; default: a small one that the kernel fits)',
    )
    .addOption(
      new Option('--depth <n>', 'commands in a trace, at most')
        .argParser(count('--depth', 1000))
        .default(8),
    )
    .addOption(
      new Option('--states <n>', 'distinct states, at most')
        .argParser(count('--states', 20_000_000))
        .default(2_000_000),
    )
    .addOption(timeOption())
    .option('--law <name>', 'look for violations of one law only (see: list laws)')
    .option('--all', 'go on behind the first: the shortest of every law and place', false)
    .option('--faults', 'let memory allocations fail, one in a command, each in its turn', false)
    .addOption(
      new Option('--interleave [n]', 'let up to so many commands overlap, in every way there is')
        .argParser(count('--interleave', 8))
        .preset(3),
    )
    .option('--unreduced', 'with --interleave: run every schedule, also equivalent ones', false)
    .option('--symmetry <kind>', `which states are one: ${symmetries.join(', ')}`, 'names')
    .option('--out <folder>', 'where findings are stored', findingsFolder)
    .option('--json', 'JSON lines on standard output, nothing else', false)
    .action((options) => {
      code = exploreKernel(options, console);
    });

  program
    .command('certify')
    .description('check again, by a plain search, that a stored finding is the shortest there is')
    .argument('<file>')
    .option('--json', 'JSON lines on standard output, nothing else', false)
    .action((file, options) => {
      code = certify(file, options, console);
    });

  program
    .command('replay')
    .description('run a stored trace, or every one in a folder, and judge it anew')
    .argument('<file>')
    .option('--kernel <name>', 'another kernel than the one it was found on')
    .option('--json', 'JSON lines on standard output, nothing else', false)
    .action((file, options) => {
      code = replay(file, options, console);
    });

  program
    .command('report')
    .description('tell a stored finding in full')
    .argument('<file>')
    .addOption(new Option('--format <format>', formats.join(', ')).default('text'))
    .action((file, options) => {
      code = report(file, options, console);
    });

  program
    .command('corpus')
    .description('the stored traces that the tests replay')
    .command('add')
    .description('make a stored finding part of the corpus, if it is right there')
    .argument('<file>')
    .option('--out <folder>', 'the corpus', corpusFolder)
    .action((file, options) => {
      code = addToCorpus(file, options, console);
    });

  program
    .command('list')
    .description(`what there is: ${listable.join(', ')}`)
    .argument('<what>')
    .action((what) => {
      code = list(what, console);
    });

  program
    .command('defects')
    .description('look for every catalogued defect, with many seeds: found? how fast? how short?')
    .argument('[id...]')
    .addOption(
      new Option('--seeds <n>', 'seeds 1 to n').argParser(count('--seeds', 100_000)).default(20),
    )
    .addOption(timeOption().default(10_000, '10s, for each seed'))
    .addOption(
      new Option('--scheduler <name>', 'for those that need commands to overlap')
        .choices(schedulers)
        .default('pct' as const),
    )
    .option('--json', 'JSON lines on standard output, nothing else', false)
    .option('--md', 'a Markdown table, as in the README', false)
    .action((ids, options) => {
      code = checkDefects(ids, options, console);
    });

  program
    .command('oracle')
    .description(
      'weaken the specification, one clause at a time: does the catalogue of defects notice?',
    )
    .argument('[name...]')
    .option('--json', 'JSON lines on standard output, nothing else', false)
    .action((names, options) => {
      code = checkOracle(names, options, console);
    });

  program
    .command('demo')
    .description('the story of Linux 5.18-rc1 in half a minute')
    .action(() => {
      code = demo(console);
    });

  program
    .command('nightly')
    .description('check every kernel in every world for hours; findings and a run log are kept')
    .addOption(timeOption().default(8 * 3_600_000, '8h'))
    .addOption(new Option('--seed <n>', 'repeat an earlier night').argParser(seed))
    .option('--out <folder>', 'where findings and runs.jsonl go', 'out/nightly')
    .action((options) => {
      code = nightly(options, console);
    });

  program.parse([...args], { from: 'user' });
  return code;
}

function timeOption(): Option {
  return new Option('--time <duration>', 'stop after this long: 20s, 10m, 8h').argParser(duration);
}
