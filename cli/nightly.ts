import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Attributor } from '../campaign/attributor.ts';
import { Corpus } from '../campaign/corpus.ts';
import { type HowFound, runOrder } from '../campaign/run-order.ts';
import type { SearchOrder } from '../campaign/search-order.ts';
import type { Finding } from '../checker/finding.ts';
import { stream } from '../checker/randomness.ts';
import { versions } from '../implementation/versions/index.ts';
import { fits } from '../model/feature.ts';
import { worlds } from '../model/worlds.ts';
import { lengthOfTrace } from '../shrinkers/simpler.ts';
import { verdictOf } from './check-summary.ts';
import type { Console } from './console.ts';
import { exitCodes } from './exit.ts';
import { ProgressLine } from './progress.ts';
import { foundWith } from './show.ts';

export interface NightlyOptions {
  readonly time: number;
  readonly seed?: number | undefined;
  readonly out: string;
}

/** The longest turn of one kernel in one world, so that a short night covers all of them. */
const TURN_MS = 60_000;

/** The ways to search a turn; in the next round each kernel and world gets the next way. */
const ways = [
  { way: 'plain' },
  { way: 'faults', faults: true },
  { way: 'interleave', interleave: 'pct' },
] as const;

/**
 * `pasidcheck nightly`: every kernel in every world that it fits, one after the other, with fresh seeds, until the time is up.
 * It stores findings. The log, runs.jsonl, records when a night and each of its turns begins and ends. 1 if a finding is neither
 * known for its release nor explained by a catalogued defect.
 */
export function nightly(options: NightlyOptions, console: Console): number {
  const seed = options.seed ?? console.newSeed();
  const night = new Night(options, seed, console);
  console.note(`nightly: ${night.id}, findings and runs.jsonl in ${options.out}`);
  night.run();
  const { different, unexpected } = night;
  console.print(
    `${different} different findings, ${unexpected} of them not explained by a catalogued defect\n`,
  );
  return unexpected > 0 ? exitCodes.violated : exitCodes.holds;
}

class Night {
  /** Unique to this night, even if several share a folder. */
  readonly id: string;
  unexpected = 0;
  readonly #seed: number;
  readonly #corpus: Corpus;
  readonly #log: string;
  readonly #ends: number;
  readonly #turnMs: number;
  readonly #console: Console;
  #line: ProgressLine;
  readonly #reported = new Set<string>();
  readonly #pairs = worlds.flatMap((world) =>
    versions.filter((version) => fits(version, world)).map((version) => ({ version, world })),
  );

  constructor({ out, time }: NightlyOptions, seed: number, console: Console) {
    const started = console.date();
    this.id = `${started.replaceAll(/[-:]|\.\d+/g, '')}-${seed}`;
    this.#seed = seed;
    this.#corpus = new Corpus(out);
    this.#log = join(out, 'runs.jsonl');
    this.#ends = console.now() + time;
    this.#turnMs = Math.min(TURN_MS, time / this.#pairs.length);
    this.#console = console;
    this.#line = new ProgressLine(console.err, console.now);
    this.#note({ kind: 'night', started, seed });
  }

  get different(): number {
    return this.#reported.size;
  }

  run(): void {
    for (let turn = 0; this.#isOn; turn++) this.#turn(turn);
    this.#line.clear();
    const { different, unexpected } = this;
    this.#note({ kind: 'night-ended', ended: this.#console.date(), different, unexpected });
  }

  get #isOn(): boolean {
    return this.#console.now() < this.#ends && !this.#console.isStopped();
  }

  #turn(turn: number): void {
    const { version, world } = this.#pairs[turn % this.#pairs.length]!;
    const seed = stream(this.#seed, 'nightly', turn).next();
    const round = Math.floor(turn / this.#pairs.length);
    const { way, ...how } = ways[(turn + round) % ways.length]!;
    const about = { turn, kernel: version.name, world: world.name, seed, way };
    this.#note({ kind: 'turn', ...about });
    const start = this.#console.now();
    const attributor = new Attributor(world);
    const line = (this.#line = new ProgressLine(this.#console.err, this.#console.now));
    const order: SearchOrder = {
      kernel: version,
      world,
      way: { kind: 'random', seed, first: false, faults: false, ...how },
    };
    const ran = runOrder(order, {
      clock: { now: this.#console.now, ends: Math.min(start + this.#turnMs, this.#ends) },
      isStopped: this.#console.isStopped,
      onTraces: (p) => line.tell(`turn ${turn + 1}, ${version.name} ${world.name} ${way}`, p),
      onFinding: (finding, found) => {
        if (found.was === undefined) this.#tell(finding, found, attributor);
        else this.#corpus.replace(found.was, finding);
      },
    });
    const progress = ran.progress!;
    this.#note({
      kind: 'turn-ended',
      ...about,
      verdict: verdictOf([progress]),
      traces: progress.traces,
      commands: progress.commands,
      findings: progress.findings,
      known: progress.known,
      missed: progress.coverage.missed,
      seconds: Number(((this.#console.now() - start) / 1000).toFixed(1)),
      ...(progress.isStopped && { stopped: true }),
    });
  }

  #tell(finding: Finding, { isKnown, kernel }: HowFound, attributor: Attributor): void {
    const file = this.#corpus.keep(finding);
    if (this.#reported.has(file)) return;
    this.#reported.add(file);
    const found = foundWith(kernel, finding, isKnown, file, attributor);
    const causes = found.causes.map((defect) => defect.id).join(', ');
    if (!isKnown && causes === '') this.unexpected++;
    this.#line.clear();
    this.#console.print(
      `${finding.kernel}  ${finding.trace.world.name}  ${finding.law}  ${lengthOfTrace(finding.trace)} commands  ${causes === '' ? 'NEW' : `known as ${causes}`}\n  ${this.#console.self} replay ${file}\n`,
    );
  }

  #note(record: Readonly<Record<string, unknown>>): void {
    appendFileSync(this.#log, `${JSON.stringify({ night: this.id, ...record })}\n`);
  }
}
