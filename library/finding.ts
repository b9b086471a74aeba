import { refuting } from '../checker/certificate/certify.ts';
import { explaining } from '../checker/explain.ts';
import type { Finding } from '../checker/finding.ts';
import { type GradeBudget, Grader, ordinaryBudget } from '../checker/grade.ts';
import { found } from '../checker/found.ts';
import { Runner } from '../checker/run.ts';
import { simplifying } from '../checker/simplest.ts';
import type { AsyncPort } from '../implementation/async-port.ts';
import type { Port } from '../implementation/port.ts';
import type { Command } from '../model/command.ts';
import { InputError } from '../model/input-error.ts';
import type { Broken } from '../model/judgement.ts';
import type { Trace } from '../model/trace.ts';
import type { Report } from '../reports/report.ts';
import { passes } from '../shrinkers/passes/index.ts';
import { checkBudget } from './checks/options.ts';
import { checkSteps } from './checks/steps.ts';
import { brokenBy } from './replay.ts';
import { type Given, type System, checkBreaks, run } from './system.ts';

/**
 * Makes a trace as simple as possible, and grades how certain it is that no shorter trace does the same.
 *
 * @param target - the law and the place; default: the first that the trace breaks
 * @throws InputError if the trace does not break it
 */
export function shrink<P extends Port | AsyncPort>(
  system: System<P>,
  steps: readonly Command[],
  { target, budget }: { readonly target?: Broken; readonly budget?: Partial<GradeBudget> } = {},
): Given<P, Finding> {
  return run(system, function* (engine) {
    const { specification, port, world } = engine;
    checkSteps(specification.vocabulary, steps);
    checkBudget(budget);
    const runner = new Runner(specification, port, world);
    const trace: Trace = { world, steps };
    if (target !== undefined) yield* checkBreaks(engine, steps, target);
    const broken = target ?? (yield* brokenBy(runner, trace))[0];
    if (broken === undefined) throw new InputError('the trace breaks no law');
    const simplest = yield* simplifying(port, runner, trace, broken, passes);
    const grader = new Grader(specification, port, world, { ...ordinaryBudget, ...budget });
    const graded = yield* grader.grading(simplest.trace, broken);
    const switches = graded.switches ?? simplest.switches;
    return yield* found(runner, port, broken, graded.trace, { ...graded, switches });
  });
}

/** Checks the certificate of a finding again, by a plain search. Returns the objections in words; none if it holds. */
export function certify<P extends Port | AsyncPort>(
  system: System<P>,
  finding: Finding,
): Given<P, readonly string[]> {
  return run(system, function* ({ specification, port }) {
    const { trace, certificate } = finding;
    checkSteps(specification.vocabulary, trace.steps);
    if (certificate === undefined) return ['it has no certificate'];
    return yield* refuting(specification, port, trace, finding, certificate);
  });
}

/**
 * Everything that a reader may want to see of a finding, as data; `renderText` and `renderMarkdown` make pages of it.
 *
 * @param about - `replay`: the command line that shows it again, for the reader
 * @throws InputError if the trace does not break the law of the finding on this implementation
 */
export function report<P extends Port | AsyncPort>(
  system: System<P>,
  finding: Finding,
  about: { readonly replay?: string } = {},
): Given<P, Report> {
  return run(system, function* (engine) {
    const { specification, port } = engine;
    const { trace } = finding;
    checkSteps(specification.vocabulary, trace.steps);
    const own = { ...engine, world: trace.world };
    yield* checkBreaks(own, trace.steps, finding);
    return yield* explaining(specification, port, finding, about);
  });
}
