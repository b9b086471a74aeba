import { shortestFinding } from '../checker/exhaustive/shortest-finding.ts';
import { unknownCommands } from '../checker/unknown-commands.ts';
import { notJudged } from '../properties/shown.ts';
import { Certifier } from '../checker/certificate/certify.ts';
import { searchingPlainly } from '../checker/certificate/plain-search.ts';
import { shortestBreaks } from '../checker/exhaustive/shortest.ts';
import { type Symmetry, symmetries, symmetryOf } from '../checker/exhaustive/symmetry.ts';
import type { Finding } from '../checker/finding.ts';
import { Grader, ordinaryBudget } from '../checker/grade.ts';
import { Runner } from '../checker/run.ts';
import { simplifying } from '../checker/simplest.ts';
import type { AsyncPort } from '../implementation/async-port.ts';
import type { Port } from '../implementation/port.ts';
import { InputError } from '../model/input-error.ts';
import { passes } from '../shrinkers/passes/index.ts';
import type { Work } from '../shrinkers/work.ts';
import { bounds, checkOption, checkWord, isBound, isLimit, limits } from './checks/options.ts';
import { checkKeys } from './checks/keys.ts';
import { checkPoints } from './checks/system.ts';
import { found } from '../checker/found.ts';
import { canOverlap, type Engine, type Given, run, type System } from './system.ts';

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
  /** Commands that the implementation does not know, laws for which it does not show enough, commands that overlap. */
  readonly notChecked: readonly string[];
}

/**
 * Runs every trace up to a length, shortest first. If the implementation can restore earlier states, every state is visited
 * once. Any other implementation runs each trace from the start, and no traces are merged; that search is less deep.
 */
export function explore<P extends Port | AsyncPort>(
  system: System<P>,
  options: ExploreOptions = {},
): Given<P, Explored> {
  return run(system, function* (engine) {
    checkKeys('explore', options, ['depth', 'states', 'overlap', 'symmetry', 'all']);
    const { depth, states, overlap = 1, symmetry } = options;
    checkOption('depth', depth, isBound, bounds);
    checkOption('states', states, isLimit, limits);
    checkOption('overlap', overlap, (n) => isLimit(n) && n < Infinity, 'a whole number from 1 on');
    checkWord('symmetry', symmetry, symmetries);
    if (overlap > 1) checkPoints(engine, `overlap: ${overlap}`);
    return engine.port.memory === undefined
      ? yield* exploringTraces(engine, options)
      : yield* exploringStates(engine, options);
  });
}

/** An error in a restored state also occurs in a trace from the start, which shows how the state is reached. */
function* withItsTrace<T>(
  { specification, port, world }: Engine,
  { depth = Infinity, states = STATES }: ExploreOptions,
  explores: () => T,
): Work<T> {
  try {
    return explores();
  } catch (error) {
    if (!(error instanceof InputError))
      yield* searchingPlainly(specification, port, world, depth, Math.min(states, CERTIFIED));
    throw error;
  }
}

/** The commands and laws that the search did not cover, in words. */
function notCheckedIn({ specification, port, world }: Engine, overlap: number): string[] {
  const { observes } = port.capabilities;
  const more =
    overlap === 1 ? 'commands that overlap' : `more than ${overlap} commands that overlap`;
  return [
    ...unknownCommands(specification, port, world),
    ...notJudged(specification, world, observes),
    ...(canOverlap({ specification, port, world })
      ? [`${more}; they are with overlap: ${overlap + 1}`]
      : []),
  ];
}

const STATES = 100_000;

function* exploringStates(engine: Engine, options: ExploreOptions): Work<Explored> {
  const { port } = engine;
  const { depth = Infinity, states = STATES, overlap = 1, all } = options;
  const { symmetry = symmetryOf(port) } = options;
  const breaks = yield* withItsTrace(engine, options, () =>
    shortestBreaks({
      ...engine,
      port: overlap > 1 ? (port.recording?.() ?? port) : port,
      symmetry,
      depth,
      states,
      ...(overlap > 1 && { overlap }),
      first: all !== true,
    }),
  );
  const { specification, world } = engine;
  const certifier = new Certifier(specification, port, world, CERTIFIED);
  const { complete } = breaks;
  const searched = { ...engine, symmetry, overlap, complete, certifier };
  const findings: Finding[] = [];
  for (const shortest of breaks.shortest) findings.push(yield* shortestFinding(searched, shortest));
  return {
    levels: breaks.explored.levels.map((level) => level.states),
    states: breaks.explored.states,
    complete,
    findings,
    notChecked: notCheckedIn(engine, options.overlap ?? 1),
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
    // No trace goes on: the search has seen them all.
    if (search!.levels.at(-1) === 0) break;
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
    findings.push(
      yield* found(runner, port, broken, shrunk, yield* grader.grading(shrunk, broken)),
    );
  }
  return {
    levels,
    states: levels.reduce((a, b) => a + b, 0),
    complete: levels.at(-1) === 0 ? Infinity : levels.length - 1,
    findings,
    notChecked: notCheckedIn(engine, options.overlap ?? 1),
  };
}
