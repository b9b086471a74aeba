import {
  compareKernels,
  type Comparison,
  type ComparisonOrder,
} from '../campaign/comparison/comparison.ts';
import { measuresIn } from '../campaign/measures/index.ts';
import { checkAllFit, worldsToCompare } from '../campaign/comparison/world-of.ts';
import { nameWith } from '../defects/own-switches.ts';
import { findKernel } from '../defects/kernels.ts';
import type { Version } from '../implementation/versions/index.ts';
import { InputError } from '../model/input-error.ts';
import { comparisonJson } from './compare-json.ts';
import { comparisonMarkdown } from './compare-markdown.ts';
import { comparisonText } from './compare-text.ts';
import type { Console } from './console.ts';
import { ProgressLine } from './progress.ts';
import { worldOf } from './world-for.ts';

export interface CompareOptions {
  readonly world?: string | undefined;
  readonly switch: readonly string[];
  readonly depth: number;
  readonly states: number;
  readonly runs: number;
  readonly seed?: number | undefined;
  readonly time?: number | undefined;
  readonly json: boolean;
  readonly md: boolean;
}

/** `pasidcheck compare`: 0, whatever the kernels do: it is an answer. */
export function compare(
  names: readonly string[],
  options: CompareOptions,
  console: Console,
): number {
  if (options.json && options.md) throw new InputError('--json --md: expected one of them');
  const kernels = kernelsFor(names, options.switch);
  const worlds = options.world === undefined ? worldsToCompare(kernels) : [worldOf(options.world)];
  for (const world of worlds) checkAllFit(kernels, world);
  for (const [i, world] of worlds.entries()) {
    const order: ComparisonOrder = {
      kernels,
      world,
      depth: options.depth,
      states: options.states,
      seed: options.seed ?? 1,
      runs: options.time === undefined ? options.runs : Infinity,
      time: options.time === undefined ? undefined : options.time / worlds.length,
      measures: measuresIn(world),
    };
    const comparison = withProgress(order, console);
    if (i > 0 && !options.json) console.print('\n');
    console.print(rendererFor(options)(comparison, console.width));
    if (!comparison.isWhole) break;
  }
  return 0;
}

/** Each `--switch` makes one more kernel of the first. @throws InputError unless there are two or more different ones */
function kernelsFor(names: readonly string[], switches: readonly string[]): readonly Version[] {
  const first = names[0]!;
  const all = [...names, ...switches.map((one) => nameWith(first, [one]))];
  const twice = all.find((name, i) => all.indexOf(name) !== i);
  if (twice !== undefined)
    throw new InputError(`${twice}: named twice, expected different kernels`);
  if (all.length < 2)
    throw new InputError(
      `${first}: expected another kernel to compare with, or --switch; see: list kernels`,
    );
  return all.map((name) => findKernel(name));
}

function withProgress(order: ComparisonOrder, console: Console): Comparison {
  const start = console.now();
  const line = new ProgressLine(console.err, console.now);
  const comparison = compareKernels(order, {
    now: console.now,
    isStopped: console.isStopped,
    onProgress(says) {
      line.sometimes(() => `${((console.now() - start) / 1000).toFixed(0)} s, ${says()}`);
    },
  });
  line.clear();
  return comparison;
}

function rendererFor({ json, md }: CompareOptions): (c: Comparison, width: number) => string {
  if (json) return comparisonJson;
  return md ? comparisonMarkdown : comparisonText;
}
