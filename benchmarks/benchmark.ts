import { findWorld } from '../model/worlds.ts';
import { measure, median, type Samples, type Workpiece } from './measure.ts';
import { generation, kernel, lookingLaws, model, runner, runnerWithGoals } from './parts.ts';
import { plainFastCheck } from './plain-fast-check.ts';
import type { Figure, BenchmarkReport } from './report.ts';
import { wholeSearch } from './whole.ts';
import { recordWorkload, type Workload } from './workload.ts';

/** The amount of measuring. */
export interface Effort {
  readonly world: string;
  readonly seed: number;
  readonly rounds: number;
  readonly tracesPerRound: number;
}

/**
 * A single law takes less time than the noise of a run. So it is judged this many times for each command, and the
 * difference from a run without laws is divided by this number.
 */
const LAW_REPEATS = 4;

/** Measures every figure in one run. */
export function benchmark(
  effort: Effort,
  onRound: (done: number, all: number) => void,
): BenchmarkReport {
  const workload = recordWorkload(findWorld(effort.world), effort.seed, effort.tracesPerRound);
  const fastCheck = plainFastCheck(workload);
  const { tally } = fastCheck;
  const all = [wholeSearch(workload), ...parts(workload), fastCheck];
  const figure = figures(measure(all, effort.rounds, onRound));
  const compared = figure('fc.commands', (at) => at('fc.commands'));
  return {
    code: import.meta.url.endsWith('.ts') ? 'sources under tsx' : 'built',
    node: process.version,
    ...effort,
    commandsPerRound: workload.commands,
    whole: figure('whole search', (at) => at('whole search')),
    parts: [
      figure('generation', (at) => at('generation')),
      figure('model', (at) => at('model')),
      figure('kernel', (at) => at('kernel')),
      figure('runner itself', (at) => at('no law') - at('model') - at('kernel')),
      figure('goals', (at) => at('runner with goals') - at('no law')),
      ...lookingLaws.map(({ name }) =>
        figure(`law ${name}`, (at) => (at(name) - at('no law')) / LAW_REPEATS),
      ),
    ],
    fastCheck: {
      ...compared,
      shareRan: tally.ran / tally.drawn,
      shareForNobody: tally.ranForNobody / tally.ran,
      timesSlower: compared.ofWhole,
    },
  };
}

/** Commands per second of only the whole search, so that a profile shows little else. */
export function wholeOnly(effort: Effort, onRound: (done: number, all: number) => void): number {
  const task = wholeSearch(
    recordWorkload(findWorld(effort.world), effort.seed, effort.tracesPerRound),
  );
  const samples = measure([task], effort.rounds, onRound);
  return Math.round(1e9 / median(samples.get(task.name)!));
}

function parts(w: Workload): Workpiece[] {
  return [
    generation(w),
    model(w),
    kernel(w),
    runner(w, 'no law', []),
    runnerWithGoals(w),
    ...lookingLaws.map((law) => runner(w, law.name, Array<typeof law>(LAW_REPEATS).fill(law))),
  ];
}

/** A figure from the measured rounds: `of` computes it from the times of one round. */
function figures(samples: Samples) {
  return (name: string, of: (at: (task: string) => number) => number): Figure => {
    const rounds = samples.get('whole search')!.length;
    const values: number[] = [];
    const shares: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const at = (task: string): number => samples.get(task)![round]!;
      values.push(of(at));
      shares.push(of(at) / at('whole search'));
    }
    return {
      name,
      nsPerCommand: median(values),
      nsMin: Math.min(...values),
      nsMax: Math.max(...values),
      ofWhole: median(shares),
    };
  };
}
