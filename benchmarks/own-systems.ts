import fc from 'fast-check';
import { Runner } from '../checker/run.ts';
import { example as queue } from '../examples/bounded-queue.ts';
import type { Example } from '../examples/cli.ts';
import { example as pool } from '../examples/connection-pool.ts';
import { example as kernel } from '../examples/small-kernel.ts';
import { example as commit } from '../examples/two-phase-commit.ts';
import { answered } from '../implementation/async-port.ts';
import type { Port } from '../implementation/port.ts';
import { check, type Command } from '../index.ts';
import type { Field, Rules } from '../model/command.ts';
import { commandsIn } from '../model/in-world.ts';
import { type Broken, sameViolation } from '../model/judgement.ts';
import { existing } from '../model/names.ts';
import { lengthOfTrace as lengthOf } from '../shrinkers/simpler.ts';
import { soon } from '../shrinkers/work.ts';

/**
 * `npm run bench:own` compares the engine on the examples with `fc.commands` on the same systems with the same seeds.
 * Both have the same commands, preconditions, model and implementation, and both stop at the first violation.
 */

const SEEDS = 20;
/** The largest number of random traces. */
const RUNS = 20_000;
/** The number of names among which an argument can choose, by index among those that exist. */
const PLACE_MAX = 7;

/** The result of one seed. */
interface Ended {
  readonly length: number;
  /** The number of commands that can be omitted singly, so that the same law is still broken at the same place. */
  readonly needless: number;
  readonly grade: string;
  /** The number of traces that were run to find and shrink it. */
  readonly runs: number;
  readonly ms: number;
}

async function row(
  name: string,
  engine: string,
  run: (seed: number) => Promise<Ended | undefined>,
): Promise<void> {
  const all: Ended[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const ended = await run(seed);
    if (ended !== undefined) all.push(ended);
  }
  const grades = [...new Set(all.map(({ grade }) => grade))].join(', ');
  const spreads = (['length', 'needless', 'runs', 'ms'] as const).map((of) =>
    spread(all.map((ended) => Math.round(ended[of]))),
  );
  console.log(`| ${[name, engine, `${all.length}/${SEEDS}`, ...spreads, grades].join(' | ')} |`);
}

/** Minimum, median and maximum. */
function spread(numbers: readonly number[]): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === most) return String(least);
  return `${least} – **${sorted[Math.floor(sorted.length / 2)]}** – ${most}`;
}

async function ours(example: Example, seed: number): Promise<Ended | undefined> {
  const { specification, ports, world } = example;
  const start = performance.now();
  const { findings, progress } = await check(
    { specification, port: ports[0]!, world },
    { ...example.check, seed, runs: RUNS, first: true },
  );
  const ms = performance.now() - start;
  const [finding] = findings;
  if (finding === undefined) return undefined;
  return {
    length: lengthOf(finding.trace),
    needless: await needless(example, finding.trace.steps, finding),
    grade: finding.grade,
    runs: progress.traces + 1 + finding.provenance!.executions,
    ms,
  };
}

/** The model that fast-check’s commands share: here the runner has it. */
interface Shared {
  readonly runner: Runner;
  readonly next: Map<string, number>;
  readonly steps: Command[];
  broken: Broken | undefined;
}

/** The same for a synchronous implementation. */
class AtOnce implements fc.Command<Shared, object> {
  readonly #command: PlainCommand;

  constructor(command: PlainCommand) {
    this.#command = command;
  }

  check(shared: Readonly<Shared>): boolean {
    return this.#command.check(shared);
  }

  run(shared: Shared): void {
    this.#command.runAtOnce(shared);
  }

  toString(): string {
    return this.#command.toString();
  }
}

/** A command in the form of fast-check’s documentation: a class with check, run and toString. */
class PlainCommand implements fc.AsyncCommand<Shared, object> {
  readonly #rules: Rules;
  readonly #fields: readonly [string, Field][];
  /** One small number per argument, and a stop; the number selects a name when the command is run. */
  readonly #numbers: readonly number[];
  readonly #points: readonly (string | undefined)[];
  #command: Command = { kind: '' };

  constructor(rules: Rules, numbers: readonly number[], points: readonly string[]) {
    this.#rules = rules;
    this.#fields = Object.entries(rules.fields);
    this.#numbers = numbers;
    this.#points = [undefined, ...points];
  }

  check({ runner, next }: Readonly<Shared>): boolean {
    const { sortOf } = vocabularyOf(runner);
    const c: Record<string, string | number> = { kind: this.#rules.kind };
    for (const [i, [name, field]] of this.#fields.entries()) {
      const number = this.#numbers[i]!;
      if ('oneOf' in field) c[name] = field.oneOf[number % field.oneOf.length]!;
      else if ('makes' in field) c[name] = next.get(field.makes) ?? sortOf(field.makes).first ?? 0;
      else c[name] = existing(runner.state, sortOf(field.uses), number);
      if (c[name] === -1) return false;
    }
    const stops = this.#points[this.#numbers.at(-1)! % this.#points.length];
    if (stops !== undefined) c['stops'] = stops;
    this.#command = c as Command;
    return runner.canTake(this.#command);
  }

  async run(shared: Shared): Promise<void> {
    this.#begin(shared);
    this.#end(shared, await soon(shared.runner.taking(this.#command)));
  }

  runAtOnce(shared: Shared): void {
    this.#begin(shared);
    this.#end(shared, shared.runner.take(this.#command));
  }

  #begin({ next, steps }: Shared): void {
    for (const [name, field] of this.#fields)
      if ('makes' in field) next.set(field.makes, Number(this.#command[name]) + 1);
    steps.push(this.#command);
  }

  #end({ broken }: Shared, ended: string): void {
    if (broken !== undefined) throw new Error(broken.witness);
    if (ended !== 'whole') throw new Error(ended);
  }

  toString(): string {
    return `${this.#rules.kind}(${this.#numbers.join(', ')})`;
  }
}

function vocabularyOf({ specification: { vocabulary } }: Runner) {
  return { sortOf: vocabulary.sortOf.bind(vocabulary) };
}

async function theirs(example: Example, seed: number): Promise<Ended | undefined> {
  const { specification, world } = example;
  const port = answered(example.ports[0]!);
  const { commands, points } = port.capabilities;
  const kinds = commandsIn(specification.rules, world).filter(({ kind }) => commands.has(kind));
  const steps = points.length === 0 ? kinds : [...kinds, specification.rules['continue']!];
  const drawn = steps.map((rules) => {
    const { length } = Object.keys(rules.fields);
    return fc
      .array(fc.nat(PLACE_MAX), { minLength: length + 1, maxLength: length + 1 })
      .map((numbers) => new PlainCommand(rules, numbers, points));
  });
  const runner = new Runner(specification, port, world);
  let runs = 0;
  let last: Shared | undefined;
  const begin = (): { model: Shared; real: object } => {
    runs++;
    last = { runner, next: new Map(), steps: [], broken: undefined };
    return { model: last, real: {} };
  };
  const listener = {
    broken: (_step: number, broken: Broken): void => void (last!.broken ??= broken),
  };
  const setup = async () => {
    const made = begin();
    await soon(runner.starting(listener));
    return made;
  };
  const setupAtOnce = () => {
    const made = begin();
    runner.start(listener);
    return made;
  };
  const size = { maxCommands: 50, size: 'max' } as const;
  const start = performance.now();
  const details =
    port.ahead === undefined
      ? fc.check(
          fc.property(
            fc.commands(
              drawn.map((one) => one.map((command) => new AtOnce(command))),
              size,
            ),
            (sequence) => fc.modelRun(setupAtOnce, sequence),
          ),
          { numRuns: RUNS, seed },
        )
      : await fc.check(
          fc.asyncProperty(
            fc.commands(drawn, size),
            async (sequence) => await fc.asyncModelRun(setup, sequence),
          ),
          { numRuns: RUNS, seed },
        );
  const ms = performance.now() - start;
  if (details.counterexample === null) return undefined;
  const all = runs;
  // Run it once more to record which of its commands ran.
  const [sequence] = details.counterexample;
  await fc
    .asyncModelRun(setup, sequence as Iterable<fc.AsyncCommand<Shared, object>>)
    .catch(() => {});
  const { steps: taken, broken } = last!;
  return {
    length: lengthOf({ world, steps: taken }),
    needless: await needless(example, taken, broken!),
    grade: 'none',
    runs: all,
    ms,
  };
}

/** The number of commands of a trace that can be omitted singly. */
async function needless(
  { specification, ports: [first], world }: Example,
  steps: readonly Command[],
  { law, place }: Broken,
): Promise<number> {
  const port: Port = answered(first!);
  const runner = new Runner(specification, port, world);
  let count = 0;
  for (const [left, { kind }] of steps.entries()) {
    if (kind === 'continue') continue; // what is suspended is resumed at the end anyway
    let isBroken = false;
    await soon(
      runner.running(steps.toSpliced(left, 1), {
        broken: (_step, found) => {
          if (sameViolation(found, { law, place })) isBroken = true;
        },
      }),
    );
    if (isBroken) count++;
  }
  return count;
}

const systems = { pool, commit, queue, kernel };
console.log('| system | engine | found | length | needless commands | runs | ms | grade |');
console.log('| --- | --- | --: | --: | --: | --: | --: | --- |');
for (const [name, example] of Object.entries(systems)) {
  await row(name, 'pasidcheck', async (seed) => await ours(example, seed));
  await row(name, '`fc.commands`', async (seed) => await theirs(example, seed));
}
