import { parseArgs } from 'node:util';
import { guess, InputError } from '../../model/input-error.ts';
import { shown } from '../../model/shown.ts';

export const usage = `Usage: npm run mutants -- [options]

Changes the reference kernel in one small place at a time, and tells which of the changes the checker notices.

  --count N    the number of mutants, drawn from those that the searches reach (default: 90)
  --seed N     decides which mutants are drawn, and the traces (default: 1)
  --file GLOB  only mutants of these files, such as '**/vfio/*.ts' (default: all of implementation/kernel)
  --runs N     the number of traces of each search (default: 4000)
  --help       prints this

Exit codes: 0 each mutant was noticed, 1 some survived, 2 the command line cannot be used, 3 an internal error.`;

export interface Options {
  readonly count: number;
  readonly seed: number;
  readonly file: string | undefined;
  readonly runs: number;
}

const NAMES = ['count', 'seed', 'file', 'runs', 'help'];

/** Undefined: help is wanted. @throws InputError */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parsed(args);
  if (values.help) return undefined;
  return {
    count: whole('--count', values.count, 1, 10_000),
    seed: whole('--seed', values.seed, 0, 2 ** 32),
    file: values.file,
    runs: whole('--runs', values.runs, 1, 1_000_000),
  };
}

function whole(option: string, text: string, min: number, max: number): number {
  const n = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(n >= min && n <= max))
    throw new InputError(
      `${option} ${shown(text)}: expected a whole number from ${min} to ${max.toLocaleString('en')}`,
    );
  return n;
}

function parsed(args: readonly string[]) {
  const options = {
    count: { type: 'string', default: '90' },
    seed: { type: 'string', default: '1' },
    file: { type: 'string' },
    runs: { type: 'string', default: '4000' },
    help: { type: 'boolean', default: false },
  } as const;
  for (const arg of args) {
    const name = /^--([^=]+)/.exec(arg)?.[1];
    if (name !== undefined && !NAMES.includes(name))
      throw new InputError(
        `unknown option ${shown(`--${name}`)}; known: --${NAMES.join(', --')}${guess(name, NAMES)}`,
      );
  }
  try {
    return parseArgs({ args: [...args], options });
  } catch (error) {
    if (error instanceof TypeError) throw new InputError(error.message.split('\n', 1)[0]);
    throw error;
  }
}

/** The files that a glob names: `**` is any folders, `*` any part of a name. @throws InputError if there are none */
export function filesOf(glob: string | undefined, files: readonly string[]): readonly string[] {
  if (glob === undefined) return files;
  const pattern = glob
    .replaceAll(/[.+^$()|[\]\\{}]/g, String.raw`\$&`)
    .replaceAll(/\*\*\/|\*\*|\*|\?/g, (star) =>
      star === '**/' ? '(.*/)?' : star === '**' ? '.*' : star === '*' ? '[^/]*' : '[^/]',
    );
  const found = files.filter((file) => new RegExp(`^${pattern}$`).test(file));
  if (found.length === 0)
    throw new InputError(
      `--file ${shown(glob)}: no file of the simulated kernel that is mutated${guess(glob, files)}`,
    );
  return found;
}
