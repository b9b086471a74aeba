import type { Answer } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import type { State } from '../model/state.ts';
import type { Broken } from '../model/judgement.ts';
import type { Trace } from '../model/trace.ts';
import { canOverlap, type World } from '../model/world.ts';
import { goals } from '../properties/goals/index.ts';
import type { Port } from '../implementation/port.ts';
import { passes, passesWithFaults } from '../shrinkers/passes/index.ts';
import { Archive } from './archive.ts';
import { generatorOf } from './arbitrary.ts';
import { ORDINARY_FAULTS } from './generate.ts';
import { unknownCommands } from './unknown-commands.ts';
import { Coverage } from './coverage.ts';
import type { Finding } from './finding.ts';
import { type GradeBudget, type Graded, Grader } from './grade.ts';
import { stream } from './randomness.ts';
import { everyFault } from './faults.ts';
import { Interleaver, type Promised, type SchedulerName } from './interleavings/interleaver.ts';
import { firstBreak } from './reproduce.ts';
import { type Listener, Runner } from './run.ts';
import { overlaps, simplest } from './simplest.ts';
import { rulesByKind, specification } from './specification.ts';

export interface Search {
  readonly port: Port;
  /**
   * The same kernel with the defects mended that it is known to have. A violation that remains there is
   * not one of those; without it every violation counts.
   */
  readonly mended?: Port;
  readonly world: World;
  readonly seed: number;
  /** Which violations to follow up; default: every one. */
  readonly pursues?: (broken: Broken) => boolean;
  /** What may be spent on knowing whether a finding is shortest; without it nothing is. */
  readonly grading?: GradeBudget;
  /** Whether allocations fail now and then. */
  readonly faults?: boolean;
  /** With `faults`: traces of which every allocation is made to fail in its turn, before any is drawn. */
  readonly sweeps?: readonly Trace[];
  /** Whether commands overlap now and then, and how their schedules are drawn. */
  readonly interleave?: SchedulerName | undefined;
  /** Stop after the first finding that is not known. */
  readonly first: boolean;
  /** Asked between traces, with what was done so far; a budget of time is a clock in here. */
  readonly goOn: (progress: Progress) => boolean;
  /**
   * A kernel without what caused the finding, and what caused those before it; undefined if that is not known. From then
   * on the search follows up only what that kernel breaks too: one finding for each cause.
   */
  readonly mends?: (finding: Finding) => Port | undefined;
  /** A new finding, told at once. `isKnown`: it is due to a defect the kernel is known to have. */
  readonly onFinding: (finding: Finding, isKnown: boolean) => void;
}

export interface Progress {
  /** Commands that the implementation does not know, laws that it cannot show enough for: not checked. */
  readonly notChecked: readonly string[];
  readonly traces: number;
  readonly commands: number;
  readonly skipped: number;
  readonly findings: number;
  readonly known: number;
  readonly coverage: Coverage;
  /** With `interleave`: overlaps that were run, and what is promised of each. */
  readonly overlaps: number;
  readonly promise: Promised | undefined;
}

/**
 * Random traces until the budget is spent. Goes on behind a violation, within the trace and after it:
 * each law and place is one finding, shrunk on its own.
 */
export function searchAtRandom(search: Search): Progress {
  const { port, world, seed } = search;
  let { mended } = search;
  const faults = search.faults === true && port.capabilities.faults;
  const generator = generatorOf(world, port.capabilities.commands, faults ? ORDINARY_FAULTS : 0);
  const random = stream(seed, 'traces');
  const archive = world.vfio === undefined ? undefined : new Archive();
  const coverage = new Coverage(goals, world);
  const runner = new Runner(port, specification, world);
  let mendedRunner = mended && new Runner(mended, specification, world);
  const interleaver =
    search.interleave !== undefined && port.capabilities.points.length > 0 && canOverlap(world)
      ? new Interleaver(runner, port, rulesByKind, stream(seed, 'schedules'), search.interleave)
      : undefined;
  const grader = search.grading && new Grader(port, world, search.grading, faults);
  let mendedGrader = mended && search.grading && new Grader(mended, world, search.grading, faults);
  /** Whether something that was found is mended there, besides what is known. */
  let isMendedFurther = false;
  const mendFurther = (finding: Finding): void => {
    const better = search.mends?.(finding);
    if (better === undefined) return;
    isMendedFurther = true;
    mended = better;
    mendedRunner = new Runner(better, specification, world);
    mendedGrader = search.grading && new Grader(better, world, search.grading, faults);
    followedOnMended.clear();
  };
  /** What was followed up on the kernel itself, and whether it turned out to be known. */
  const followed = new Map<string, 'known' | 'new'>();
  const followedOnMended = new Set<string>();
  const progress = {
    traces: 0,
    commands: 0,
    skipped: 0,
    findings: 0,
    known: 0,
    coverage,
    overlaps: 0,
    promise: undefined as Promised | undefined,
    notChecked: [
      ...unknownCommands(port, world),
      ...runner.blindLaws,
      ...(search.interleave !== undefined && !canOverlap(world)
        ? ['commands that overlap: threads share the files of VFIO']
        : []),
    ],
  };

  /** The violations of one trace, in the order in which they showed. */
  const judge = (
    on: Runner,
    commands: readonly Command[],
    covers: boolean,
    returned = 0,
  ): Judged => {
    const broken: Broken[] = [];
    const listener: Listener = {
      broken(_step, found) {
        if (search.pursues?.(found) ?? true) broken.push(found);
      },
      ...(covers && { answered: look }),
    };
    const { steps, outcome } =
      covers && interleaver !== undefined
        ? interleaver.run(commands, listener, returned)
        : { steps: commands, outcome: on.run(commands, listener) };
    if (covers) {
      progress.commands += outcome.applied;
      progress.skipped += outcome.skipped;
      progress.overlaps = interleaver?.overlaps ?? 0;
      progress.promise = interleaver?.promise;
    }
    return { steps, broken };
  };
  const look = (s: State, _step: number, c: Command, a: Answer): void => {
    // What overlaps may have lost what it was about.
    if (interleaver === undefined || rulesByKind[c.kind]!.possible(s, c)) coverage.look(s, c, a);
  };

  const follow = (found: Broken, on: Runner, kernel: string, steps: readonly Command[]): void => {
    const shrunk = simplest(
      on === runner ? port : mended!,
      on,
      { world, steps },
      found,
      faults ? passesWithFaults : passes,
    );
    let graded: Graded | undefined;
    let failure: unknown;
    try {
      graded = (on === runner ? grader : mendedGrader)?.grade(shrunk.trace, found);
    } catch (error) {
      failure = error; // what was found is told before anything else
    }
    const { trace, grade, certificate } = graded ?? { ...shrunk, ...ungraded };
    const { witness } = firstBreak(on, trace, found)!.broken;
    const isKnown =
      on === runner &&
      mendedRunner !== undefined &&
      firstBreak(mendedRunner, trace, found) === undefined;
    if (on === runner) followed.set(key(found), isKnown ? 'known' : 'new');
    else followedOnMended.add(key(found));
    if (isKnown) progress.known++;
    else progress.findings++;
    if (faults && trace.steps.every((c) => c.fails === undefined))
      waiting.push(...everyFault(on, trace));
    const finding: Finding = {
      law: found.law,
      place: found.place,
      witness,
      // Found without the known defects, but the release as it is shows it too, as a rule.
      kernel: firstBreak(runner, trace, found) === undefined ? kernel : port.name,
      trace,
      grade,
      ...(certificate && { certificate }),
      ...(overlaps(trace) && { switches: graded?.switches ?? shrunk.switches }),
      provenance: {
        seed,
        run: progress.traces,
        commands: progress.commands,
        drawn: steps.length,
        executions: shrunk.executions + (graded?.executions ?? 0),
      },
    };
    search.onFinding(finding, isKnown);
    if (!isKnown) mendFurther(finding);
    if (failure !== undefined) throw failure;
  };

  /** With faults: traces with one failing allocation each, from what is known and what was found. */
  const waiting: (readonly Command[])[] = faults
    ? (search.sweeps ?? []).flatMap((trace) => everyFault(runner, trace))
    : [];
  while (search.goOn(progress)) {
    const sweep = waiting.pop();
    const drawn = sweep ?? generator.trace(random, archive);
    const returned = sweep === undefined ? generator.returned : 0;
    const { steps, broken } = judge(runner, drawn, true, returned);
    for (const found of broken) {
      if (isMendedFurther || followed.has(key(found))) continue;
      follow(found, runner, port.name, steps);
      if (search.first && progress.findings > 0) return progress;
    }
    // What a known defect did must not hide anything behind it: the same trace on the mended kernel.
    if (mendedRunner !== undefined && broken.length > 0)
      for (const found of judge(mendedRunner, steps, false).broken) {
        if (!isMendedFurther && followed.get(key(found)) === 'new') continue;
        if (followedOnMended.has(key(found))) continue;
        const before: Runner = mendedRunner;
        follow(found, mendedRunner, mended!.name, steps);
        if (search.first) return progress;
        if (mendedRunner !== before) break; // the rest of the trace may be due to what is mended now
      }
    progress.traces++;
  }
  return progress;
}

/** A trace as it was run, and what it broke in the order in which it showed. */
interface Judged {
  readonly steps: readonly Command[];
  readonly broken: readonly Broken[];
}

/** What is known of a trace that was only shrunk. */
const ungraded = { grade: 'no single deletion helps', certificate: undefined } as const;

function key({ law, place }: Broken): string {
  return `${law}\n${place}`;
}
