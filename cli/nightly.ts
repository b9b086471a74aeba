import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Corpus } from '../campaign/corpus.ts';
import { ordinaryBudget } from '../checker/grade.ts';
import { searchAtRandom } from '../checker/random.ts';
import { stream } from '../checker/randomness.ts';
import { findKernel, mendedPort, simulate } from '../defects/kernels.ts';
import { versions } from '../implementation/versions/index.ts';
import { fits } from '../model/feature.ts';
import { worlds } from '../model/world.ts';
import { commandsIn } from '../shrinkers/simpler.ts';
import { verdictOf } from './check.ts';
import type { Console } from './console.ts';
import { ProgressLine } from './progress.ts';
import { foundWith } from './show.ts';

export interface NightlyOptions {
  readonly time: number;
  readonly seed?: number | undefined;
  readonly out: string;
}

/** One kernel in one world gets at most this long at a time, so that a short night sees all of them. */
const TURN_MS = 60_000;

/** How a turn is searched; the next round of all kernels and worlds moves each on to the next way. */
const ways = [
  { way: 'plain' },
  { way: 'faults', faults: true },
  { way: 'interleave', interleave: 'pct' },
] as const;

/**
 * `pasidcheck nightly`: every kernel in every world that it fits in turn, with fresh seeds, until the time is up.
 * Findings are stored, each turn appends a line to runs.jsonl. 1 if a kernel that is not known to be
 * broken was found to be: the reference, or a release apart from what it is known for.
 */
export function nightly(options: NightlyOptions, console: Console): number {
  const corpus = new Corpus(options.out);
  const log = join(options.out, 'runs.jsonl');
  const root = options.seed ?? console.newSeed();
  const start = console.now();
  const pairs = worlds.flatMap((world) =>
    versions.filter((version) => fits(version, world)).map((version) => ({ version, world })),
  );
  const turns = pairs.length;
  const turnMs = Math.min(TURN_MS, options.time / turns);
  const progressLine = new ProgressLine(console.err, console.now);
  const reported = new Set<string>();
  let unexpected = 0;
  console.note(`nightly: seed ${root}, findings and runs.jsonl in ${options.out}`);
  for (let turn = 0; console.now() - start < options.time; turn++) {
    const { version, world } = pairs[turn % turns]!;
    const seed = stream(root, 'nightly', turn).next();
    const { way, ...how } = ways[(turn + Math.floor(turn / turns)) % ways.length]!;
    const turnStart = console.now();
    const progress = searchAtRandom({
      port: simulate(version),
      ...mendedPort(version),
      grading: ordinaryBudget,
      world,
      seed,
      ...how,
      first: false,
      goOn(p) {
        progressLine.tell(`turn ${turn + 1}, ${version.name} ${world.name} ${way}`, p);
        const now = console.now();
        return now - turnStart < turnMs && now - start < options.time;
      },
      onFinding(finding, isKnown) {
        const file = corpus.keep(finding);
        if (reported.has(file)) return;
        reported.add(file);
        const found = foundWith(findKernel(finding.kernel), finding, isKnown, file);
        const causes = found.causes.map((defect) => defect.id).join(', ');
        if (!isKnown && causes === '') unexpected++;
        progressLine.clear();
        console.print(
          `${version.name}  ${world.name}  ${finding.law}  ${commandsIn(finding.trace)} commands  ${causes === '' ? 'NEW' : `known as ${causes}`}\n  ${console.self} replay ${file}\n`,
        );
      },
    });
    const record = {
      turn,
      kernel: version.name,
      world: world.name,
      seed,
      way,
      verdict: verdictOf(progress),
      traces: progress.traces,
      commands: progress.commands,
      findings: progress.findings,
      known: progress.known,
      missed: progress.coverage.missed,
      seconds: Number(((console.now() - turnStart) / 1000).toFixed(1)),
    };
    appendFileSync(log, `${JSON.stringify(record)}\n`);
  }
  progressLine.clear();
  console.print(
    `${reported.size} different findings, ${unexpected} of them not explained by a catalogued defect\n`,
  );
  return unexpected > 0 ? 1 : 0;
}
