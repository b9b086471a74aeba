import { Corpus } from '../campaign/corpus.ts';
import { Certifier } from '../checker/certificate/certify.ts';
import { type Symmetry, symmetries } from '../checker/exhaustive/command-space.ts';
import type { Explored } from '../checker/exhaustive/engine.ts';
import { type Breaks, type Shortest, shortestBreaks } from '../checker/exhaustive/shortest.ts';
import type { Finding } from '../checker/finding.ts';
import { reproduceOn } from '../checker/reproduce.ts';
import { Runner } from '../checker/run.ts';
import { rulesByKind, specification } from '../checker/specification.ts';
import { findKernel, simulate } from '../defects/kernels.ts';
import type { Version } from '../implementation/versions/index.ts';
import { unknownName } from '../model/input-error.ts';
import { findWorld, type World } from '../model/world.ts';
import { findLaw } from '../properties/laws/index.ts';
import { passes } from '../shrinkers/passes/index.ts';
import { shrink } from '../shrinkers/shrink.ts';
import type { Console } from './console.ts';
import { ProgressLine } from './progress.ts';
import { findingJson, foundWith, isKnownFor, showFinding } from './show.ts';

export interface ExploreOptions {
  readonly kernel: string;
  readonly world: string;
  readonly depth: number;
  readonly states: number;
  readonly time?: number | undefined;
  readonly law?: string | undefined;
  readonly symmetry: string;
  readonly faults: boolean;
  readonly all: boolean;
  readonly out: string;
  readonly json: boolean;
}

/** Full states behind a certificate, at most: some ten seconds. */
const CERTIFIED_MAX = 50_000;
/** Without symmetry, states of the comparison, at most. */
const COMPARED_MAX = 20_000;

/** `pasidcheck explore`: 0 if nothing is broken within the bounds but what the kernel is known for, else 1. */
export function exploreKernel(options: ExploreOptions, console: Console): number {
  const version = findKernel(options.kernel);
  const world = findWorld(options.world);
  if (options.law !== undefined) findLaw(options.law);
  const symmetry = symmetries.find((s) => s === options.symmetry);
  if (symmetry === undefined) throw unknownName('symmetry', options.symmetry, symmetries);
  const corpus = new Corpus(options.out);
  const start = console.now();
  const breaks = search(version, world, symmetry, options, console);
  const seconds = (console.now() - start) / 1000;
  const plain =
    symmetry === 'none'
      ? undefined
      : withoutSymmetry(version, world, options.faults, breaks.explored);
  const report: Figures = { version, world, symmetry, options, breaks, plain, seconds };
  console.print(options.json ? figuresJson(report) : figuresText(report));
  const certifier = new Certifier(simulate(version), world, CERTIFIED_MAX);
  const findings = breaks.shortest.map((shortest) => {
    const finding = findingOf(version, shortest, report, certifier);
    return { finding, isKnown: isKnownFor(version, finding) };
  });
  // The one to be told: the first that is not known, if there is any.
  const first = findings.find(({ isKnown }) => !isKnown) ?? findings[0];
  const told = options.all || first === undefined ? findings : [first];
  for (const { finding, isKnown } of told) {
    const found = foundWith(version, finding, isKnown, corpus.keep(finding));
    console.print(options.json ? findingJson(found) : `\n${showFinding(found, console)}`);
  }
  return findings.some(({ isKnown }) => !isKnown) ? 1 : 0;
}

function search(
  version: Version,
  world: World,
  symmetry: Symmetry,
  options: ExploreOptions,
  console: Console,
): Breaks {
  const line = new ProgressLine(console.err, console.now);
  const start = console.now();
  const budget = options.time ?? Infinity;
  const breaks = shortestBreaks({
    port: simulate(version),
    world,
    symmetry,
    faults: options.faults,
    depth: options.depth,
    states: options.states,
    // What the kernel is known for does not end the search.
    first: options.all ? false : (shortest) => !isKnownFor(version, known(version, shortest)),
    ...(options.law !== undefined && { seeks: ({ law }) => law === options.law }),
    goOn(progress) {
      const seconds = (console.now() - start) / 1000;
      line.sometimes(
        () =>
          `${version.name} ${world.name}: ${seconds.toFixed(0)} s, level ${progress.levels.at(-1)!.depth}, ${thousands(progress.states)} states, ${thousands(Math.round(progress.transitions / seconds / 1000))} k transitions/s`,
      );
      return console.now() - start < budget;
    },
  });
  line.clear();
  return breaks;
}

/** As much of a finding as it takes to know whether it is known. */
function known(version: Version, { broken, trace }: Shortest): Finding {
  return { ...broken, kernel: version.name, trace, grade: 'as given', provenance: undefined };
}

/** The same search without symmetry as far as it goes cheaply: to say what symmetry is worth. */
function withoutSymmetry(
  version: Version,
  world: World,
  faults: boolean,
  explored: Explored,
): Explored {
  return shortestBreaks({
    port: simulate(version),
    world,
    symmetry: 'none',
    faults,
    depth: explored.levels.at(-1)!.depth,
    states: COMPARED_MAX,
    seeks: () => false,
    first: false,
  }).explored;
}

/** The simplest of the shortest traces that the search met, made as simple as the passes can. */
function findingOf(
  version: Version,
  { broken, trace }: Shortest,
  { breaks, symmetry }: Figures,
  certifier: Certifier,
): Finding {
  const runner = new Runner(simulate(version), specification, trace.world);
  const { trace: simplest } = shrink(trace, reproduceOn(runner, broken), passes, rulesByKind);
  let { witness } = broken;
  runner.run(simplest.steps, {
    broken(_step, b) {
      if (b.law === broken.law && b.place === broken.place) ({ witness } = b);
    },
  });
  const length = simplest.steps.length;
  // The plain search lets nothing fail, so it says nothing of a trace in which something does.
  const fails = simplest.steps.some((c) => c.fails !== undefined);
  const verdict = fails ? 'too much' : certifier.certify(broken, length - 1);
  if (verdict === 'false')
    throw new Error(`the search missed a trace of fewer than ${length} commands: ${broken.law}`);
  const certificate = verdict === 'too much' ? undefined : verdict;
  const isExact = symmetry !== 'unordered' || certificate !== undefined;
  return {
    ...broken,
    witness,
    kernel: version.name,
    trace: simplest,
    grade:
      isExact && length <= breaks.complete + 1 ? 'proven shortest' : 'no single deletion helps',
    ...(certificate && { certificate }),
    provenance: undefined,
  };
}

interface Figures {
  readonly version: Version;
  readonly world: World;
  readonly symmetry: Symmetry;
  readonly options: ExploreOptions;
  readonly breaks: Breaks;
  /** The same without symmetry, less far. */
  readonly plain: Explored | undefined;
  readonly seconds: number;
}

function figuresText(figures: Figures): string {
  const { version, world, symmetry, options, breaks, plain, seconds } = figures;
  const { explored } = breaks;
  const width = Math.max(...explored.levels.map((l) => thousands(l.states).length), 6);
  const lines = [
    `${version.name}, world ${world.name} (${boundsText(world)}), states alike up to ${alikeUpTo[symmetry]}${options.faults ? '; allocations fail' : ''}${options.law === undefined ? '' : `; only ${options.law} is looked at`}`,
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
    `  ${memoryText(explored)}`,
    `  two different states were taken for one with a probability of at most ${explored.collisionBound.toExponential(0)}`,
    ...(explored.full > 0
      ? [`  ${thousands(explored.full)} commands were left out: the world had no room for them`]
      : []),
    '',
    ...verdictLines(figures).map((text) => `  ${text}`),
  ];
  return `${lines.join('\n')}\n`;
}

const alikeUpTo: Readonly<Record<Symmetry, string>> = {
  none: 'nothing: every object and every name is itself',
  objects: 'the places of objects and the numbers of mms',
  names: 'names',
  unordered: 'names and the order in which things were made',
};

/** The level that was begun when the budget ended. */
function begun({ levels, states, ended }: Explored, width: number): string[] {
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
  const caveat =
    symmetry === 'unordered'
      ? ['(if it makes no difference to the kernel in which order things were made)']
      : [];
  if (shortest.length === 0)
    return [
      `${law === 'no law' ? 'no law is broken' : `${law} is not broken`} ${bound}`,
      ...caveat,
    ];
  const isNew = shortest.some((s) => !isKnownFor(version, known(version, s)));
  const others =
    options.all || shortest.length === 1 ? [] : [`${shortest.length - 1} more with --all`];
  if (isNew) return [`BROKEN; the shortest way:`, ...others];
  return [
    `nothing is broken ${bound} but what ${version.name} is known for:`,
    ...caveat,
    ...others,
    `to look behind it: --kernel ${version.name}-mended`,
  ];
}

function commands(n: number): string {
  return `${n} ${n === 1 ? 'command' : 'commands'}`;
}

function memoryText({ states, visitedBytes, frontierBytes, frontierStates }: Explored): string {
  const sum = `${((visitedBytes + frontierBytes) / 2 ** 20).toFixed(1)} MiB for states`;
  if (states < 5000) return sum;
  return `${sum}: ${(visitedBytes / states).toFixed(0)} bytes for each that was met, ${(frontierBytes / frontierStates).toFixed(0)} for each that waits to be expanded`;
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
    law: options.law ?? null,
    levels: levels.map((l) => l.states),
    withoutSymmetry: plain?.levels.map((l) => l.states),
    ...figures,
    /** Every trace of up to this many commands was judged; null: every trace there is. */
    complete: Number.isFinite(complete) ? complete : null,
    broken: breaks.shortest.map(({ broken, trace }) => ({
      law: broken.law,
      place: broken.place,
      commands: trace.steps.length,
    })),
    seconds: Number(seconds.toFixed(3)),
    transitionsPerSecond: Math.round(explored.transitions / seconds),
  })}\n`;
}

function boundsText({ processes, devices, files, pasids }: World): string {
  return [
    `${processes} ${processes === 1 ? 'process' : 'processes'}`,
    counted(devices, 'device'),
    counted(files, 'file'),
    counted(pasids, 'PASID'),
  ].join(', ');
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

function thousands(n: number): string {
  return n.toLocaleString('en');
}
