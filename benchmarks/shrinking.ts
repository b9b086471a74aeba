import { parseArgs } from 'node:util';
import { Interleaver } from '../checker/interleavings/interleaver.ts';
import { ORDINARY_FAULTS, generatorOf } from '../checker/generate.ts';
import { stream } from '../checker/randomness.ts';
import { reproduceOn } from '../checker/reproduce.ts';
import { Runner } from '../checker/run.ts';
import { simplest } from '../checker/simplest.ts';
import { type Defect, needsFaults, needsInterleaving } from '../defects/defect.ts';
import { kernelWith } from '../defects/identify.ts';
import { defects } from '../defects/index.ts';
import { commandText } from '../model/linux.ts';
import type { Trace } from '../model/trace.ts';
import { findWorld } from '../model/worlds.ts';
import { passes, passesWithFaults } from '../shrinkers/passes/index.ts';
import { lengthOfTrace } from '../shrinkers/simpler.ts';
import { specification } from '../properties/linux.ts';

/**
 * `npm run bench:shrink` shrinks, for each defect of the catalogue and each seed, the first trace that shows the defect.
 * It prints the final length, the number of executions, and the time.
 */

const { values } = parseArgs({
  options: {
    /** The number of seeds, starting with `--first`. */
    seeds: { type: 'string', default: '100' },
    first: { type: 'string', default: '1' },
    /** The smallest number of commands of a trace. */
    long: { type: 'string', default: '1' },
  },
});

/** The result of one trace. */
interface Shrinking {
  readonly length: number;
  readonly text: string;
  readonly executions: number;
  readonly milliseconds: number;
}

const columns = [30, 7, 9, 7, 6, 24, 24];
const headings = [
  'defect',
  'length',
  'as short',
  'excess',
  'texts',
  'executions p50 p99 max',
  'ms p50 p99 max',
];

console.log(row(headings));
for (const defect of defects) console.log(row(cells(defect, shrinkings(defect))));

function shrinkings(defect: Defect): Shrinking[] {
  const world = findWorld(defect.world);
  const port = kernelWith(defect);
  const runner = new Runner(specification, port, world);
  const broken = { law: defect.law, place: defect.place, witness: '' };
  const reproduce = reproduceOn(runner, broken);
  const faults = needsFaults(defect);
  const generator = generatorOf(
    specification,
    world,
    port.capabilities.commands,
    faults ? ORDINARY_FAULTS : 0,
  );
  const first = Number(values.first);
  return Array.from({ length: Number(values.seeds) }, (_, i) => {
    const random = stream(first + i, 'traces');
    const schedules = stream(first + i, 'schedules');
    const interleaver = needsInterleaving(defect)
      ? new Interleaver(runner, port, schedules, 'pct')
      : undefined;
    let trace: Trace;
    do {
      const drawn = generator.trace(random);
      trace = { world, steps: interleaver?.run(drawn, {}).steps ?? drawn };
    } while (trace.steps.length < Number(values.long) || reproduce(trace) === undefined);
    const start = performance.now();
    const shrunk = simplest(port, runner, trace, broken, faults ? passesWithFaults : passes);
    return {
      length: lengthOfTrace(shrunk.trace),
      text: shrunk.trace.steps.map(commandText).join('; '),
      executions: shrunk.executions,
      milliseconds: performance.now() - start,
    };
  });
}

function cells(defect: Defect, all: readonly Shrinking[]): string[] {
  const known = lengthOfTrace({ world: findWorld(defect.world), steps: defect.shortest });
  const counts = new Map<string, number>();
  for (const { text } of all) counts.set(text, (counts.get(text) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [
    defect.id,
    String(known),
    `${all.filter((s) => s.length <= known).length}/${all.length}`,
    String(Math.max(...all.map((s) => s.length)) - known),
    counts.size === 1 ? '1' : `${counts.size} (${most})`,
    spread(all.map((s) => s.executions)),
    spread(all.map((s) => Math.round(s.milliseconds * 10) / 10)),
  ];
}

/** Median, 99th percentile, maximum. */
function spread(numbers: readonly number[]): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!;
  return [at(0.5), at(0.99), at(1)].map((n) => String(n).padStart(7)).join(' ');
}

function row(texts: readonly string[]): string {
  return texts.map((text, i) => text.padEnd(columns[i]!)).join('');
}
