import { runOrder } from '../../campaign/run-order.ts';
import { ordinaryBudget, Grader } from '../../checker/grade.ts';
import { reproducingOn } from '../../checker/reproduce.ts';
import { Runner } from '../../checker/run.ts';
import { simplest } from '../../checker/simplest.ts';
import { findKernel, simulate } from '../../defects/kernels.ts';
import type { Version } from '../../implementation/versions/index.ts';
import { InputError } from '../../model/input-error.ts';
import { placeText } from '../../model/place.ts';
import type { Trace } from '../../model/trace.ts';
import { parseTrace, printTrace } from '../../model/trace-text.ts';
import type { World } from '../../model/world.ts';
import { parseWorld } from '../../model/world-text.ts';
import { violationText } from '../../model/judgement.ts';
import { specification } from '../../properties/linux.ts';
import { passes, passesWithFaults } from '../../shrinkers/passes/index.ts';
import { lengthOfTrace } from '../../shrinkers/simpler.ts';
import { renderMarkdown } from '../markdown.ts';
import { renderText } from '../text.ts';
import { renderMail } from '../mail.ts';
import { vitestFile } from '../vitest-file.ts';
import { catalogue } from './catalogue.ts';
import { nextAfter } from './next.ts';
import { cannotRun, judge, play } from './play.ts';
import type { JudgedText, Progress, Request, Results } from './protocol.ts';
import { variationsOf } from './variations.ts';

/** Answers one request of the page. @throws InputError in one line, which the page shows */
export function serve<K extends Request['kind']>(
  request: Extract<Request, { kind: K }>,
  tell: (progress: Progress) => void,
): Results[K] {
  const servant: Servants[K] = servants[request.kind];
  return servant(request, tell);
}

type Servants = {
  readonly [K in Request['kind']]: (
    request: Extract<Request, { kind: K }>,
    tell: (progress: Progress) => void,
  ) => Results[K];
};

const servants: Servants = {
  catalogue,
  play: ({ text, kernel }) => {
    const { trace, version } = readFor(text, kernel);
    return play(trace, version);
  },
  judge: ({ texts }) => texts.map(judged),
  next: ({ text }) => {
    const { trace, version } = readFor(text);
    return nextAfter(trace, version);
  },
  vary: ({ text, law, placeSays }) => {
    const { trace, version } = readFor(text);
    const own = judge(trace, version).breaks.find(
      ({ broken }) => broken.law === law && placeText(broken.place) === placeSays,
    );
    return variationsOf(trace, version, own?.broken);
  },
  shrink: ({ text }, tell) => shrunk(text, tell),
  explore: explored,
  write: ({ text, form }) => {
    const { trace, version } = readFor(text);
    const { report } = play(trace, version);
    if (report === undefined) {
      if (form === 'text') return printTrace({ trace, kernel: version.name });
      throw new InputError(
        'the trace breaks no law, so there is nothing to report; copy it as text',
      );
    }
    if (form === 'markdown') return renderMarkdown(report);
    if (form === 'mail') return renderMail(report, text);
    if (form === 'vitest') return vitestFile({ report, text });
    return renderText(report, { width: 80, colour: false });
  },
};

const HERE = 'trace';

interface ForKernel {
  readonly trace: Trace<World>;
  readonly version: Version;
}

/** @throws InputError also if the kernel cannot run it */
function readFor(text: string, other?: string): ForKernel {
  const { trace, kernel } = parseTrace(text, HERE);
  const version = findKernel(other ?? kernel ?? 'reference');
  const why = cannotRun(trace, version);
  if (why !== undefined) throw new InputError(`${version.name} cannot run it: ${why}`);
  return { trace, version };
}

function judged(text: string): JudgedText {
  const { trace, version } = readFor(text);
  const { breaks, answers, applied } = judge(trace, version);
  return { broken: breaks.map(({ broken }) => violationText(broken)), answers, applied };
}

function shrunk(text: string, tell: (progress: Progress) => void): Results['shrink'] {
  const { trace, version } = readFor(text);
  const broken = judge(trace, version).breaks[0]?.broken;
  if (broken === undefined)
    throw new InputError('the trace breaks no law; expected one that does, to make it shorter');
  const port = simulate(version);
  const runner = new Runner(specification, port, trace.world);
  const inText = (t: Trace): string =>
    printTrace({ trace: t as Trace<World>, kernel: version.name });
  const reproducing = reproducingOn(runner, broken);
  let runs = 0;
  let best = lengthOfTrace(trace);
  const found = simplest(
    port,
    runner,
    trace,
    broken,
    hasFaults(trace) ? passesWithFaults : passes,
    {
      *reproduce(t) {
        runs++;
        const cut = yield* reproducing(t);
        const length = cut === undefined ? best : lengthOfTrace(cut);
        if (length < best) {
          best = length;
          tell({ says: `${best} commands after ${runs} runs`, text: inText(cut!) });
        }
        return cut;
      },
    },
  );
  tell({ says: `${best} commands; is there a shorter trace?`, text: inText(found.trace) });
  const grader = new Grader(specification, port, trace.world, budget);
  const graded = grader.grade(found.trace, broken);
  return {
    text: inText(graded.trace),
    from: lengthOfTrace(trace),
    to: lengthOfTrace(graded.trace),
    executions: found.executions + graded.executions,
    grade: graded.grade,
  };
}

/** A page answers in seconds: fewer schedules are run for a proof than on the command line. */
const budget = { ...ordinaryBudget, schedules: 500 };

function hasFaults({ steps }: Trace): boolean {
  return steps.some(({ fails }) => fails !== undefined);
}

/** The largest number of states that a page explores. */
const STATES_MAX = 200_000;
/** The most commands: no page gets farther. */
const DEPTH_MAX = 20;

function explored(
  { kernel, world, depth }: Extract<Request, { kind: 'explore' }>,
  tell: (progress: Progress) => void,
): Results['explore'] {
  if (!Number.isInteger(depth) || depth < 1 || depth > DEPTH_MAX)
    throw new InputError(
      `explore up to ${depth} commands: expected a whole number from 1 to ${DEPTH_MAX}`,
    );
  let states = 0;
  const { findings, known, complete } = runOrder(
    {
      kernel,
      world: parseWorld(world),
      way: {
        kind: 'exhaustive',
        depth,
        states: STATES_MAX,
        symmetry: 'names',
        faults: false,
        all: false,
        certified: 5000,
      },
    },
    {
      onStates(space) {
        if (space.states === states) return;
        states = space.states;
        tell({ says: `${states.toLocaleString('en')} states` });
      },
    },
  );
  const version = findKernel(kernel);
  return {
    complete: Math.min(complete ?? 0, depth),
    states,
    findings: [
      ...findings.map((finding) => ({ finding, isKnown: false })),
      ...known.map((finding) => ({ finding, isKnown: true })),
    ].map(({ finding, isKnown }) => ({
      law: finding.law,
      placeSays: placeText(finding.place),
      grade: finding.grade,
      isKnown,
      text: printTrace({ trace: finding.trace as Trace<World>, kernel: version.name }),
    })),
  };
}
