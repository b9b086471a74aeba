import { Corpus } from '../campaign/corpus.ts';
import { runOrder } from '../campaign/run-order.ts';
import type { ExhaustiveWay, SearchOrder } from '../campaign/search-order.ts';
import { type Symmetry, symmetries } from '../checker/exhaustive/symmetry.ts';
import type { ExploredSpace } from '../checker/exhaustive/engine.ts';
import { type Breaks, shortestBreaks } from '../checker/exhaustive/shortest.ts';
import type { Finding } from '../checker/finding.ts';
import { unknownCommands } from '../checker/unknown-commands.ts';
import { findKernel, simulate } from '../defects/kernels.ts';
import type { Version } from '../implementation/versions/index.ts';
import { InputError, unknownName } from '../model/input-error.ts';
import { findWorld } from '../model/worlds.ts';
import { boundsText } from '../model/world-bounds.ts';
import type { World } from '../model/world.ts';
import { findLaw } from '../properties/laws/index.ts';
import type { Patience } from '../shrinkers/patience.ts';
import { lengthOfTrace } from '../shrinkers/simpler.ts';
import { notTried } from './check-plan.ts';
import type { Console } from './console.ts';
import { worldFor } from './world-for.ts';
import { ProgressLine } from './progress.ts';
import { findingJson, foundWith, isKnownFor, showFinding } from './show.ts';
import { specification } from '../properties/linux.ts';

export interface ExploreOptions {
  readonly kernel: string;
  readonly world?: string | undefined;
  readonly depth: number;
  readonly states: number;
  readonly time?: number | undefined;
  readonly law?: string | undefined;
  readonly symmetry: string;
  readonly faults: boolean;
  /** How many commands may overlap; undefined: none. */
  readonly interleave?: number | undefined;
  /** Whether equivalent schedules run too. */
  readonly unreduced: boolean;
  readonly all: boolean;
  readonly out: string;
  readonly json: boolean;
}

/** Worlds that can be searched completely in a short time. */
const SMALL = ['sva-small', 'vfio-tiny', 'vfio-passthrough'].map(findWorld);
/** The largest number of states in the comparison without symmetry. */
const COMPARED_MAX = 20_000;

/** `pasidcheck explore`: 0 if no law is broken within the bounds, except by known mistakes of the kernel, else 1. */
export function exploreKernel(options: ExploreOptions, console: Console): number {
  const version = findKernel(options.kernel);
  const world = worldFor(version, options.world ?? version.trial?.world, SMALL);
  if (options.law !== undefined) findLaw(options.law);
  const symmetry = symmetries.find((s) => s === options.symmetry);
  if (symmetry === undefined) throw unknownName('symmetry', options.symmetry, symmetries);
  if (options.interleave !== undefined && options.faults)
    throw new InputError(
      '--interleave --faults: expected one of them; allocations do not fail in overlapping commands',
    );
  if (options.interleave !== undefined && options.interleave < 2)
    throw new InputError(
      `--interleave ${options.interleave}: expected 2 or more; one command overlaps nothing`,
    );
  if (options.unreduced && options.interleave === undefined)
    throw new InputError('--unreduced: expected --interleave with it');
  const corpus = new Corpus(options.out);
  const start = console.now();
  const line = new ProgressLine(console.err, console.now);
  const order = orderFor(version, world, symmetry, options);
  const findings: { readonly finding: Finding; readonly isKnown: boolean }[] = [];
  runOrder(order, {
    clock: { now: console.now, ends: start + (options.time ?? Infinity) },
    isStopped: console.isStopped,
    onStates(explored, schedules) {
      const seconds = (console.now() - start) / 1000;
      line.sometimes(
        () =>
          `${version.name} ${world.name}: ${seconds.toFixed(0)} s, level ${explored.levels.at(-1)!.depth}, ${thousands(explored.states)} states, ${options.interleave === undefined ? `${thousands(Math.round(explored.transitions / seconds / 1000))} k transitions/s` : `${thousands(schedules.completed)} schedules`}`,
      );
    },
    onExplored(breaks) {
      line.clear();
      const seconds = (console.now() - start) / 1000;
      const plain =
        symmetry === 'none' || options.interleave !== undefined || console.isStopped()
          ? undefined
          : withoutSymmetry(order, version, breaks.explored, () => !console.isStopped());
      const report: Figures = { version, world, symmetry, options, breaks, plain, seconds };
      console.print(options.json ? figuresJson(report) : figuresText(report));
    },
    onFinding: (finding, { isKnown }) => void findings.push({ finding, isKnown }),
  });
  // Report the first finding that is not known, or else the first.
  const first = findings.find(({ isKnown }) => !isKnown) ?? findings[0];
  const told = options.all || first === undefined ? findings : [first];
  for (const { finding, isKnown } of told) {
    const found = foundWith(version, finding, isKnown, corpus.keep(finding));
    console.print(options.json ? findingJson(found) : `\n${showFinding(found, console)}`);
  }
  return findings.some(({ isKnown }) => !isKnown) ? 1 : 0;
}

/** What the options ask for, as data. */
export function orderFor(
  version: Version,
  world: World,
  symmetry: Symmetry,
  {
    depth,
    states,
    faults,
    interleave,
    unreduced,
    all,
    law,
  }: Pick<
    ExploreOptions,
    'depth' | 'states' | 'faults' | 'interleave' | 'unreduced' | 'all' | 'law'
  >,
): SearchOrder & { readonly way: ExhaustiveWay } {
  return {
    kernel: version,
    world,
    ...(law !== undefined && { law }),
    way: {
      kind: 'exhaustive',
      depth,
      states,
      symmetry,
      faults,
      all,
      ...(interleave !== undefined && { overlap: interleave, unreduced }),
    },
  };
}

/** The same search without symmetry, as deep as it is cheap: it shows what symmetry saves. */
function withoutSymmetry(
  { world, way }: SearchOrder & { readonly way: ExhaustiveWay },
  version: Version,
  explored: ExploredSpace,
  patience: Patience,
): ExploredSpace {
  return shortestBreaks({
    specification,
    port: simulate(version),
    world,
    symmetry: 'none',
    faults: way.faults,
    depth: explored.levels.at(-1)!.depth,
    states: COMPARED_MAX,
    seeks: () => false,
    first: false,
    goOn: patience,
  }).explored;
}

interface Figures {
  readonly version: Version;
  readonly world: World;
  readonly symmetry: Symmetry;
  readonly options: ExploreOptions;
  readonly breaks: Breaks;
  /** The same without symmetry, less deep. */
  readonly plain: ExploredSpace | undefined;
  readonly seconds: number;
}

function figuresText(figures: Figures): string {
  const { version, world, symmetry, options, breaks, plain, seconds } = figures;
  const { explored } = breaks;
  const width = Math.max(...explored.levels.map((l) => thousands(l.states).length), 6);
  const lines = [
    `${version.name}, world ${world.name} (${boundsText(world)}); ${alikeIf[symmetry]}${options.faults ? '; allocations fail' : ''}${options.law === undefined ? '' : `; only ${options.law} is checked`}`,
    '',
    `  commands  ${'states'.padStart(width)}${plain ? `  ${'without symmetry'.padStart(16)}` : ''}`,
    ...explored.levels.map(({ depth, states }, i) => {
      const without = plain?.levels[i];
      const ratio = without
        ? `${thousands(without.states).padStart(16)}  ${(without.states / states).toFixed(1)} times as many`
        : '';
      return `  ${String(depth).padStart(8)}  ${thousands(states).padStart(width)}${ratio ? `  ${ratio}` : ''}`;
    }),
    ...begun(explored, width),
    `  ${thousands(explored.states)} states, ${thousands(explored.transitions)} transitions, ${seconds.toFixed(1)} s, ${thousands(Math.round(explored.transitions / seconds))} transitions per second`,
    ...scheduleLines(figures),
    `  ${memoryText(explored)}`,
    `  probability that two different states were confused: at most ${explored.collisionBound.toExponential(0)}`,
    ...(explored.full > 0
      ? [`  ${thousands(explored.full)} commands were not issued: the world had no room for them`]
      : []),
    '',
    ...verdictLines(figures).map((text) => `  ${text}`),
    ...unknownCommands(specification, simulate(version), world).map(
      (kind) => `  not checked: ${kind}`,
    ),
    ...notTriedIn(figures).map((what) => `  not tried: ${what}`),
  ];
  return `${lines.join('\n')}\n`;
}

function notTriedIn({ version, world, options }: Figures): string[] {
  const { faults, interleave } = options;
  return notTried(version, [world], { faults, overlaps: interleave !== undefined });
}

/** The schedules that were run, and the effect of the reduction. */
function scheduleLines({ options, breaks: { schedules } }: Figures): string[] {
  if (options.interleave === undefined) return [];
  const { completed, moves, replayed, slept } = schedules;
  const how = options.unreduced
    ? 'every schedule was run'
    : `schedules that differ only in the order of independent steps were run once (sleep sets; ${thousands(slept)} runs abandoned)`;
  return [
    `  up to ${options.interleave} commands overlap: ${thousands(completed)} schedules, ${thousands(moves)} steps, and ${thousands(replayed)} steps repeated`,
    `  ${how}`,
  ];
}

const alikeIf: Readonly<Record<Symmetry, string>> = {
  none: 'states are equal only if all places and names are',
  objects: 'states are equal if they differ only in places of objects and numbers of mms',
  names: 'states are equal if they differ only in names',
  unordered:
    'states are equal if they differ only in names and in the order in which objects were created',
};

/** The unfinished level at the end of the budget. */
function begun({ levels, states, ended }: ExploredSpace, width: number): string[] {
  const whole = levels.reduce((sum, level) => sum + level.states, 0);
  const line = `  ${String(levels.length).padStart(8)}  ${thousands(states - whole).padStart(width)}  so far: the budget ended here`;
  return [...((ended === 'states' || ended === 'stopped') && states > whole ? [line] : []), ''];
}

function verdictLines({ version, symmetry, options, breaks }: Figures): string[] {
  const { complete, shortest } = breaks;
  const bound = Number.isFinite(complete)
    ? `in any trace of up to ${commands(complete)}`
    : 'in any trace of any length: the whole space was searched';
  const law = options.law ?? 'no law';
  const apart =
    options.interleave === undefined
      ? ''
      : `, up to ${options.interleave} of them overlapping in every way`;
  const caveat =
    symmetry === 'unordered'
      ? [
          '(if the behaviour of the kernel does not depend on the order in which objects are created)',
        ]
      : [];
  if (shortest.length === 0)
    return [
      `${law === 'no law' ? 'no law is broken' : `${law} is not broken`} ${bound}${apart}`,
      ...caveat,
    ];
  const isNew = shortest.some(({ broken, trace }) => !isKnownFor(version, { ...broken, trace }));
  const others =
    options.all || shortest.length === 1 ? [] : [`--all shows ${shortest.length - 1} more`];
  if (isNew) return ['BROKEN: the shortest trace is below', ...others];
  return [
    `no law is broken ${bound}, except by known mistakes of ${version.name}`,
    ...caveat,
    ...others,
    `--kernel ${version.name}-mended searches for others`,
  ];
}

function commands(n: number): string {
  return `${n} ${n === 1 ? 'command' : 'commands'}`;
}

function memoryText({
  states,
  visitedBytes,
  frontierBytes,
  frontierStates,
}: ExploredSpace): string {
  const sum = `${((visitedBytes + frontierBytes) / 2 ** 20).toFixed(1)} MiB for states`;
  if (states < 5000) return sum;
  return `${sum}: ${(visitedBytes / states).toFixed(0)} bytes for each visited state, ${(frontierBytes / frontierStates).toFixed(0)} for each state still to be expanded`;
}

function figuresJson(figuresOf: Figures): string {
  const { version, world, symmetry, options, breaks, plain, seconds } = figuresOf;
  const { explored, complete } = breaks;
  const { levels, found: _found, ...figures } = explored;
  return `${JSON.stringify({
    kind: 'explored',
    kernel: version.name,
    world: world.name,
    symmetry,
    faults: options.faults,
    overlap: options.interleave ?? 1,
    schedules: options.interleave === undefined ? undefined : breaks.schedules,
    law: options.law ?? null,
    levels: levels.map((l) => l.states),
    withoutSymmetry: plain?.levels.map((l) => l.states),
    ...figures,
    /** Every trace of up to this many commands was judged; null: all traces. */
    complete: Number.isFinite(complete) ? complete : null,
    broken: breaks.shortest.map(({ broken, trace }) => ({
      law: broken.law,
      place: broken.place,
      commands: lengthOfTrace(trace),
    })),
    notTried: notTriedIn(figuresOf),
    seconds: Number(seconds.toFixed(3)),
    transitionsPerSecond: Math.round(explored.transitions / seconds),
  })}\n`;
}

function thousands(n: number): string {
  return n.toLocaleString('en');
}
