import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { stream } from '../../checker/randomness.ts';
import { InputError } from '../../model/input-error.ts';
import { bundle, root } from './build.ts';
import { kernelFiles } from './files.ts';
import { instrumented, type Mutant } from './instrument.ts';
import { mutated, originalOf } from './mutate.ts';
import { filesOf, type Options, readOptions, usage } from './options.ts';
import { type Outcome, outcomeText, summaryOf } from './outcome.ts';
import { type Order, searches, searchText, type Verdict } from './searches.ts';

/** `npm run mutants`: mutation testing of the simulated kernel. */

/** Exit codes. */
const ALL_NOTICED = 0;
const SURVIVED = 1;
const BAD_INPUT = 2;

/** A mutant that takes longer loops where the watchdog of the machine does not see it. */
const PATIENCE_MS = 240_000;

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) console.log(usage);
  else process.exitCode = await run(options);
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(`mutants: ${error.message}`);
  process.exitCode = BAD_INPUT;
}

async function run({ count, seed, file, runs }: Options): Promise<number> {
  const files = filesOf(file, kernelFiles(root));
  const sources = new Map(files.map((name) => [name, readFileSync(join(root, name), 'utf8')]));
  const folder = mkdtempSync(join(tmpdir(), 'pasidcheck-mutants-'));
  try {
    progress(`instruments ${files.length} files`);
    const { mutants, files: all } = await instrumented(sources);
    progress(`${mutants.length} mutants; looks which of them ${searches.length} searches reach`);
    const reachers = await reachersOf(all, { folder, seed, runs });
    const drawn = drawnFrom(
      mutants.filter(({ id }) => reachers.has(id)),
      count,
      seed,
    );
    console.log(
      `${mutants.length} mutants in ${files.length} files, ${reachers.size} of them reached; ${drawn.length} drawn with seed ${seed}, ${runs} traces for each search`,
    );
    const outcomes = await inParallel(drawn, async (mutant, i) => {
      const source = sources.get(mutant.fileName)!;
      const order = { searches: reachers.get(mutant.id)!, seed, runs };
      const changed = new Map([[mutant.fileName, mutated(source, mutant)]]);
      const out = join(folder, `mutant-${i}.mjs`);
      const verdict = (await bundle(changed, out)) ? await searched(out, order) : 'no program';
      const outcome: Outcome = {
        mutant,
        original: originalOf(source, mutant),
        result: typeof verdict === 'string' || verdict.noticed !== undefined ? verdict : 'survived',
      };
      console.log(outcomeText(outcome));
      progress(`${i + 1} of ${drawn.length}`);
      rmSync(out, { force: true });
      return outcome;
    });
    progress('');
    console.log(summaryOf(outcomes));
    return outcomes.some(({ result }) => result === 'survived') ? SURVIVED : ALL_NOTICED;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Effort {
  readonly folder: string;
  readonly seed: number;
  readonly runs: number;
}

/** The searches that reach each mutant, by its id. It also shows that no search finds anything without a mutant. */
async function reachersOf(
  all: ReadonlyMap<string, string>,
  { folder, ...effort }: Effort,
): Promise<Map<string, number[]>> {
  const out = join(folder, 'all.mjs');
  if (!(await bundle(all, out))) throw new Error('the instrumented kernel cannot be parsed');
  const reachers = new Map<string, number[]>();
  await inParallel(searches, async (search, i) => {
    const verdict = await searched(out, { ...effort, searches: [i] });
    if (typeof verdict === 'string') throw new Error(`${searchText(search)}: ${verdict}`);
    if (verdict.noticed !== undefined)
      throw new Error(`without a mutant, ${searchText(search)} finds ${verdict.noticed.what}`);
    for (const id of verdict.reached[i]!) reachers.set(id, [...(reachers.get(id) ?? []), i]);
  });
  for (const found of reachers.values()) found.sort((a, b) => a - b);
  return reachers;
}

/** The verdict of a process; in words, if it ends without one. */
async function searched(
  out: string,
  order: Order,
): Promise<Verdict | 'never ended' | `escaped: ${string}`> {
  return await new Promise((resolve) => {
    execFile(
      process.execPath,
      [out, JSON.stringify(order)],
      { timeout: PATIENCE_MS, killSignal: 'SIGKILL', maxBuffer: 2 ** 28 },
      (error, stdout, stderr) => {
        if (error?.killed === true) resolve('never ended');
        else if (error !== null) resolve(`escaped: ${errorLine(stderr)}`);
        else {
          resolve(JSON.parse(stdout) as Verdict);
        }
      },
    );
  });
}

/** The first line of an error that Node printed. */
function errorLine(stderr: string): string {
  return stderr.split('\n').find((line) => /^\w*Error\b|^FATAL/.test(line)) ?? 'no message';
}

function drawnFrom(mutants: readonly Mutant[], count: number, seed: number): Mutant[] {
  const random = stream(seed, 'mutants');
  const left = [...mutants];
  const drawn: Mutant[] = [];
  while (drawn.length < count && left.length > 0)
    drawn.push(...left.splice(random.nextInt(0, left.length - 1), 1));
  return drawn;
}

async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T, i: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const i = next++;
      results[i] = await work(items[i]!, i);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(text === '' ? '\r\x1b[K' : `\r\x1b[K${text}`);
  else if (text !== '') process.stderr.write(`${text}\n`);
}
