import { Certifier, refuting } from '../checker/certificate/certify.ts';
import { searchingPlainly } from '../checker/certificate/plain-search.ts';
import { shortestBreaks } from '../checker/exhaustive/shortest.ts';
import { type Symmetry, symmetryOf } from '../checker/exhaustive/symmetry.ts';
import { explaining } from '../checker/explain.ts';
import type { Finding } from '../checker/finding.ts';
import { type GradeBudget, Grader, ordinaryBudget } from '../checker/grade.ts';
import type { SchedulerName } from '../checker/interleavings/interleaver.ts';
import { searching } from '../checker/random.ts';
import type { Progress } from '../checker/search-options.ts';
import { breaking } from '../checker/reproduce.ts';
import { Runner } from '../checker/run.ts';
import { simplifying, simplifyingAmong } from '../checker/simplest.ts';
import { type ToldStep, tellingSteps } from '../checker/told-steps.ts';
import { answered, type AsyncPort } from '../implementation/async-port.ts';
import type { Port } from '../implementation/port.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { Command } from '../model/command.ts';
import type { Broken } from '../model/judgement.ts';
import { parserOf } from '../model/parse.ts';
import type { Trace } from '../model/trace.ts';
import { byCloseness, type BrokenAt } from '../properties/leading.ts';
import type { Specification } from '../properties/specification.ts';
import type { Report } from '../reports/report.ts';
import { passes } from '../shrinkers/passes/index.ts';
import { lengthOfTrace } from '../shrinkers/simpler.ts';
import { atOnce, soon, type Work } from '../shrinkers/work.ts';

/** What is checked: a specification, and an implementation of it. */
export interface System<P extends Port | AsyncPort = Port | AsyncPort> {
  readonly specification: Specification;
  readonly port: P;
  /** How many objects of each kind exist; default: one world without bounds. */
  readonly world?: AnyWorld;
}

/** A result: at once from a synchronous implementation, and as a promise from an asynchronous one. */
export type Given<P, T> = P extends { readonly isAsync: true } ? Promise<T> : T;

const ONLY_WORLD: AnyWorld = { name: 'default' };

/** A system whose port answers at once, or is wrapped so that it does. */
interface Engine {
  readonly specification: Specification;
  readonly port: Port;
  readonly world: AnyWorld;
}

function run<P extends Port | AsyncPort, T>(
  { specification, port, world = ONLY_WORLD }: System<P>,
  work: (engine: Engine) => Work<T>,
): Given<P, T> {
  const begun = work({ specification, port: answered(port), world });
  return ('isAsync' in port ? soon(begun) : atOnce(begun)) as Given<P, T>;
}

/** How random traces are drawn. */
export interface CheckOptions {
  /** Default: 1. */
  readonly seed?: number;
  /** The number of random traces; default: 1000. */
  readonly runs?: number;
  /** Whether commands overlap, if the implementation has points: by PCT, or uniformly. */
  readonly interleave?: SchedulerName;
  /** Stop after the first finding. */
  readonly first?: boolean;
  /** The budget for proving that a trace is shortest. */
  readonly budget?: Partial<GradeBudget>;
  /** Called before each trace with the progress so far; false ends the search. */
  readonly onProgress?: (progress: Progress) => boolean | void;
}

export interface Checked {
  /** One for each law and place, with the shortest trace that was found. */
  readonly findings: readonly Finding[];
  readonly progress: Progress;
}

/** Draws random traces, and shrinks and grades the violations. */
export function check<P extends Port | AsyncPort>(
  system: System<P>,
  options: CheckOptions = {},
): Given<P, Checked> {
  return run(system, function* (engine) {
    const { seed = 1, runs = 1000, interleave, first = false, budget, onProgress } = options;
    const findings: Finding[] = [];
    const progress = yield* searching({
      ...engine,
      seed,
      first,
      interleave,
      grading: { ...ordinaryBudget, ...budget },
      goOn: (so) => so.traces < runs && onProgress?.(so) !== false,
      onFinding: (finding) => void findings.push(finding),
    });
    return { findings, progress };
  });
}

/** The bounds of an exhaustive search. */
export interface ExploreOptions {
  /** The largest number of commands in a trace; default: as many as the budget allows. */
  readonly depth?: number;
  /** The largest number of states, or, if the implementation cannot restore states, of traces. Default: 100,000. */
  readonly states?: number;
  /** How many commands may overlap, if the implementation has points; default: 1. */
  readonly overlap?: number;
  /** Which states are taken for one. Default: those that differ in names alone if the implementation is `alike`, else none. */
  readonly symmetry?: Symmetry;
  /** Whether to continue after the first level that breaks a law. */
  readonly all?: boolean;
}

export interface Explored {
  /** The number of different states by the smallest number of commands that reaches them. */
  readonly levels: readonly number[];
  readonly states: number;
  /** Every trace of up to this many commands was judged; Infinity: all traces. */
  readonly complete: number;
  /** One for each law and place, with its shortest trace. */
  readonly findings: readonly Finding[];
}

/**
 * Runs every trace up to a length, shortest first. If the implementation can restore earlier states, every state is visited
 * once. Any other implementation runs each trace from the start, and no traces are merged; that search is less deep.
 */
export function explore<P extends Port | AsyncPort>(
  system: System<P>,
  options: ExploreOptions = {},
): Given<P, Explored> {
  return run(system, (engine) =>
    engine.port.memory === undefined
      ? exploringTraces(engine, options)
      : exploringStates(engine, options),
  );
}

const STATES = 100_000;

function* exploringStates(engine: Engine, options: ExploreOptions): Work<Explored> {
  const { port } = engine;
  const { depth = Infinity, states = STATES, overlap = 1, all } = options;
  const { symmetry = symmetryOf(port) } = options;
  const breaks = shortestBreaks({
    ...engine,
    port: overlap > 1 ? (port.recording?.() ?? port) : port,
    symmetry,
    depth,
    states,
    ...(overlap > 1 && { overlap }),
    first: all !== true,
  });
  const certifier = new Certifier(engine.specification, port, engine.world, CERTIFIED);
  const findings: Finding[] = [];
  for (const shortest of breaks.shortest) {
    const { specification, world } = engine;
    const { broken } = shortest;
    const { trace, switches } = yield* simplifyingAmong(
      port,
      new Runner(specification, port, world),
      overlap > 1 ? (shortest.all ?? [shortest.trace]) : [shortest.trace],
      broken,
      passes,
    );
    const length = lengthOfTrace(trace);
    const verdict = overlap > 1 ? 'too much' : yield* certifier.certifying(broken, length - 1);
    const isWithin = length <= breaks.complete + 1 && (overlap === 1 || overlap >= length - 1);
    findings.push(
      yield* found(engine, broken, trace, {
        grade:
          symmetry !== 'unordered' && isWithin ? 'proven shortest' : 'no single deletion helps',
        ...(typeof verdict === 'object' && { certificate: verdict }),
        ...(switches && { switches }),
      }),
    );
  }
  return {
    levels: breaks.explored.levels.map((level) => level.states),
    states: breaks.explored.states,
    complete: breaks.complete,
    findings,
  };
}

/** The largest number of states in a certificate: about a second. */
const CERTIFIED = 10_000;

function* exploringTraces(engine: Engine, options: ExploreOptions): Work<Explored> {
  const { specification, port, world } = engine;
  const { depth = Infinity, states = STATES, all } = options;
  let search = yield* searchingPlainly(specification, port, world, 0, states);
  for (let d = 1; d <= depth; d++) {
    if (all !== true && search!.shortest.size > 0) break;
    const next = yield* searchingPlainly(specification, port, world, d, states);
    if (next === undefined) break;
    search = next;
  }
  const { levels, shortest } = search!;
  const runner = new Runner(specification, port, world);
  const grader = new Grader(specification, port, world, { ...ordinaryBudget, certified: states });
  const findings: Finding[] = [];
  for (const { broken, trace } of shortest.values()) {
    const { trace: shrunk } = yield* simplifying(port, runner, trace, broken, passes);
    findings.push(yield* found(engine, broken, shrunk, yield* grader.grading(shrunk, broken)));
  }
  return {
    levels,
    states: levels.reduce((a, b) => a + b, 0),
    complete: levels.length - 1,
    findings,
  };
}

/** A finding with the witness of this exact trace. */
function* found(
  { specification, port, world }: Engine,
  { law, place }: Broken,
  trace: Trace,
  { grade, certificate, switches }: Pick<Finding, 'grade' | 'certificate' | 'switches'>,
): Work<Finding> {
  const runner = new Runner(specification, port, world);
  const first = yield* breaking(runner, trace, { law, place, witness: '' });
  return {
    law,
    place,
    witness: first!.broken.witness,
    kernel: port.name,
    trace,
    grade,
    ...(certificate && { certificate }),
    ...(switches && { switches }),
    provenance: undefined,
  };
}

/**
 * Makes a trace as simple as possible, and grades how certain it is that no shorter trace does the same.
 *
 * @param target - the law and the place; default: the first that the trace breaks
 * @throws Error if the trace does not break it
 */
export function shrink<P extends Port | AsyncPort>(
  system: System<P>,
  steps: readonly Command[],
  { target, budget }: { readonly target?: Broken; readonly budget?: Partial<GradeBudget> } = {},
): Given<P, Finding> {
  return run(system, function* (engine) {
    const { specification, port, world } = engine;
    const runner = new Runner(specification, port, world);
    const trace: Trace = { world, steps };
    const broken = target ?? (yield* brokenBy(runner, trace))[0];
    if (broken === undefined) throw new Error('the trace breaks no law');
    const simplest = yield* simplifying(port, runner, trace, broken, passes);
    const grader = new Grader(specification, port, world, { ...ordinaryBudget, ...budget });
    const graded = yield* grader.grading(simplest.trace, broken);
    const switches = graded.switches ?? simplest.switches;
    return yield* found(engine, broken, graded.trace, { ...graded, switches });
  });
}

/** What a trace breaks, the break closest to the cause first. */
function* brokenBy(runner: Runner, { steps }: Trace): Work<readonly Broken[]> {
  const breaks: BrokenAt[] = [];
  yield* runner.running(steps, {
    broken: (step, broken) => void breaks.push({ step, broken }),
  });
  return byCloseness(runner.specification.laws, breaks).map(({ broken }) => broken);
}

/** Checks the certificate of a finding again, by a plain search. Returns the objections in words; none if it holds. */
export function certify<P extends Port | AsyncPort>(
  system: System<P>,
  finding: Finding,
): Given<P, readonly string[]> {
  return run(system, function* ({ specification, port }) {
    const { trace, certificate } = finding;
    if (certificate === undefined) return ['it has no certificate'];
    return yield* refuting(specification, port, trace, finding, certificate);
  });
}

export interface Replayed {
  readonly trace: Trace;
  /** Each step with its result. */
  readonly steps: readonly ToldStep[];
  /** What it broke, the break closest to the cause first. */
  readonly broken: readonly Broken[];
}

/** Runs a trace once. The trace is a list of commands, or text with a command on each line; `#` starts a comment line. */
export function replay<P extends Port | AsyncPort>(
  system: System<P>,
  trace: readonly Command[] | string,
): Given<P, Replayed> {
  return run(system, function* ({ specification, port, world }) {
    const steps = typeof trace === 'string' ? readSteps(specification, trace) : trace;
    const whole = { world, steps };
    return {
      trace: whole,
      steps: yield* tellingSteps(specification, port, whole),
      broken: yield* brokenBy(new Runner(specification, port, world), whole),
    };
  });
}

/** The report of a finding, as data; `renderText` and `renderMarkdown` turn it into pages. */
export function report<P extends Port | AsyncPort>(
  system: System<P>,
  finding: Finding,
): Given<P, Report> {
  return run(system, ({ specification, port }) => explaining(specification, port, finding));
}

/**
 * Reads a trace as `writeSteps` writes it: a command on each line, or several between semicolons. What was answered may
 * stand after two spaces. A line that names the world is left out, and so are comments.
 *
 * @throws InputError for a line that is not a command
 */
export function readSteps({ vocabulary }: Specification, text: string): readonly Command[] {
  const { answered: read } = parserOf(vocabulary);
  return text
    .split(/\r\n|\n|\r|;/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '' && !/(^|\s)world \S+$/.test(line))
    .map(read);
}

/** A trace as text, one command on each line: `readSteps` reads it back. */
export function writeSteps({ vocabulary }: Specification, steps: readonly Command[]): string {
  return steps.map((c) => `${vocabulary.text(c)}\n`).join('');
}
