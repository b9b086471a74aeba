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
  const plain = symmetry === 'none' ? undefined : withoutSymmetry(version, world, options.faults, breaks.explored);
  const report: Figures = { version, world, symmetry, breaks, plain, seconds };
  console.print(options.json ? figuresJson(report) : figuresText(report));
  const certifier = new Certifier(simulate(version), world, CERTIFIED_MAX);
  const told = options.all ? breaks.shortest : breaks.shortest.slice(0, 1);
  let isNew = false;
  for (const shortest of told) {
    const finding = findingOf(version, shortest, breaks, certifier);
    const isKnown = isKnownFor(version, finding);
    isNew ||= !isKnown;
    const found = foundWith(version, finding, isKnown, corpus.keep(finding));
    console.print(options.json ? findingJson(found) : `\n${showFinding(found, console)}`);
  }
  return isNew ? 1 : 0;
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
    first: !options.all,
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
  breaks: Breaks,
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
  const certificate = certifier.certify(broken, simplest.steps.length - 1);
  return {
    ...broken,
    witness,
    kernel: version.name,
    trace: simplest,
    grade: simplest.steps.length <= breaks.complete + 1 ? 'proven shortest' : 'as given',
    ...(certificate && { certificate }),
    provenance: undefined,
  };
}

interface Figures {
  readonly version: Version;
  readonly world: World;
  readonly symmetry: Symmetry;
  readonly breaks: Breaks;
  /** The same without symmetry, less far. */
  readonly plain: Explored | undefined;
  readonly seconds: number;
}

function figuresText({ version, world, symmetry, breaks, plain, seconds }: Figures): string {
  const { explored, complete, shortest } = breaks;
  const width = Math.max(...explored.levels.map((l) => thousands(l.states).length), 6);
  const lines = [
    `${version.name}, world ${world.name} (${boundsText(world)}), states alike up to ${alikeUpTo[symmetry]}`,
    '',
    `  commands  ${'states'.padStart(width)}${plain ? `  ${'without symmetry'.padStart(16)}` : ''}`,
    ...explored.levels.map(({ depth, states }, i) => {
      const without = plain?.levels[i];
      const ratio = without
        ? `${thousands(without.states).padStart(16)}  ${(without.states / states).toFixed(1)} times as many`
        : '';
      return `  ${String(depth).padStart(8)}  ${thousands(states).padStart(width)}${ratio ? `  ${ratio}` : ''}`;
    }),
    '',
    `  ${thousands(explored.states)} states, ${thousands(explored.transitions)} transitions, ${seconds.toFixed(1)} s, ${thousands(Math.round(explored.transitions / seconds))} transitions per second`,
    `  ${memoryText(explored)}`,
    `  two different states were taken for one with a probability of at most ${explored.collisionBound.toExponential(0)}`,
    ...(explored.full > 0
      ? [`  ${thousands(explored.full)} commands were left out: the world had no room for them`]
      : []),
    '',
    `  ${verdictText(breaks, complete, shortest.length)}`,
  ];
  return `${lines.join('\n')}\n`;
}

const alikeUpTo: Readonly<Record<Symmetry, string>> = {
  none: 'nothing: every object and every name is itself',
  objects: 'the places of objects and the numbers of mms',
  names: 'names',
};

function verdictText({ explored }: Breaks, complete: number, found: number): string {
  const bound = Number.isFinite(complete)
    ? `in any trace of up to ${complete} commands`
    : 'in the whole space: no trace of any length';
  const ended =
    explored.ended === 'states' || explored.ended === 'stopped' ? ' (the budget ended there)' : '';
  if (found === 0) return `no law is broken ${bound}${ended}`;
  return `${found === 1 ? 'a law is' : `laws are`} broken${ended}; the shortest ${found === 1 ? 'way' : 'ways'}:`;
}

function memoryText(explored: Explored): string {
  const perState = explored.visitedBytes / explored.states;
  const waiting = explored.frontierBytes / Math.max(1, explored.frontierStates);
  return `${perState.toFixed(0)} bytes for each state that was met, ${waiting.toFixed(0)} for each that waits to be expanded: ${((explored.visitedBytes + explored.frontierBytes) / 2 ** 20).toFixed(1)} MiB at most`;
}

function figuresJson({ version, world, symmetry, breaks, plain, seconds }: Figures): string {
  const { explored, complete } = breaks;
  const { levels, found: _found, ...figures } = explored;
  return `${JSON.stringify({
    kind: 'explored',
    kernel: version.name,
    world: world.name,
    symmetry,
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
