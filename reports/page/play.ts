import { Attributor } from '../../campaign/attributor.ts';
import { explain, historyOf, movedGauges, partiesIn } from '../../checker/explain.ts';
import type { Finding } from '../../checker/finding.ts';
import { recording, type Seen } from '../../checker/record.ts';
import { firstBreak } from '../../checker/reproduce.ts';
import { Runner } from '../../checker/run.ts';
import { whyNotIssued } from '../../checker/why-not.ts';
import type { Defect } from '../../defects/defect.ts';
import { simulate } from '../../defects/kernels.ts';
import { type Version, versions } from '../../implementation/versions/index.ts';
import { lackedIn } from '../../model/feature.ts';
import { type Broken, sameViolation } from '../../model/judgement.ts';
import { placeText } from '../../model/place.ts';
import type { Trace } from '../../model/trace.ts';
import { printTrace } from '../../model/trace-text.ts';
import type { World } from '../../model/world.ts';
import { worldText } from '../../model/world-text.ts';
import { type BrokenAt, byCloseness } from '../../properties/leading.ts';
import { specification } from '../../properties/linux.ts';
import { atOnce } from '../../shrinkers/work.ts';
import type { KnownAs, Report } from '../report.ts';
import { admittedIn } from './admitted.ts';
import { kindOf } from './party-kind.ts';
import type { Cause, Elsewhere, Played, PlayedBreak, PlayedMoment } from './played.ts';

/** What the caller already knows about a stored finding. */
export interface Known {
  readonly report: Report;
  readonly causes: readonly Defect[];
}

/** Runs a trace on a kernel and writes down everything that the page shows of it. */
export function play(trace: Trace<World>, version: Version, known?: Known): Played {
  const port = simulate(version);
  const able = (specification.gauges?.(trace) ?? []).filter(({ needs }) =>
    port.capabilities.observes.has(needs),
  );
  const whole = atOnce(recording(specification, port, trace, able));
  const seen: readonly Seen[] = [...whole.steps, ...(whole.rest ? [whole.rest] : [])];
  const moved = movedGauges(able, whole.start, seen);
  const history = historyOf(specification, whole, moved, -1);
  const broken = breaksOf(seen, known?.report);
  const found = known ?? explained(trace, version, broken[0]?.broken);
  const admitted = admittedIn(trace, version);
  const whyNot = whyNotIssued(specification, simulate(version), trace);
  return {
    kernel: version.name,
    kernelSays: version.says,
    world: worldText(trace.world),
    worldSays: trace.world.says || (specification.bounds?.text(trace.world) ?? ''),
    text: printTrace({ trace, kernel: version.name }),
    verdict: broken.length === 0 ? 'holds' : 'broken',
    broken: broken.map(asPlayed),
    ...(found && { report: found.report }),
    parties: partiesIn(specification, whole, trace.world).map((party) => ({
      ...party,
      kind: kindOf(party.name),
    })),
    gauges: moved.map((g) => {
      const { group, name, title, idle, says, kind } = able[g]!;
      return { group, name, title, idle, says, kind };
    }),
    start: statesOf(whole.start),
    moments: history.map((moment, i): PlayedMoment => {
      const answers = admitted.get(i);
      const why = whyNot.get(i);
      return {
        ...moment,
        ...statesOf(seen[i]!),
        ...(answers && { admitted: answers }),
        ...(why !== undefined && { whyNot: why }),
      };
    }),
    meanings: Object.fromEntries(
      trace.steps.map(({ kind }) => [kind, specification.vocabulary.rules[kind]!.says]),
    ),
    causes: (found?.causes ?? []).map(causeOf),
    elsewhere: elsewhere(trace, version, broken[0]?.broken),
  };
}

/** The verdict on a trace, and nothing else. */
export interface Judged {
  /** The closest to the cause first. */
  readonly breaks: readonly BrokenAt[];
  /** The answer of every step that returned, in the order in which they did. */
  readonly answers: readonly string[];
  /** The number of steps that were issued, and of those that could not be. */
  readonly applied: number;
  readonly skipped: number;
}

export function judge(trace: Trace<World>, version: Version): Judged {
  const breaks: BrokenAt[] = [];
  const answers: string[] = [];
  const runner = new Runner(specification, simulate(version), trace.world);
  const { applied, skipped } = runner.run(trace.steps, {
    broken: (step, broken) => void breaks.push({ step, broken }),
    answered: (_s, _step, c, a) => void answers.push(specification.vocabulary.answer(c, a)),
  });
  return { breaks: byCloseness(specification.laws, breaks), answers, applied, skipped };
}

/** The finding that a trace makes as it was given: cut off after the break, without steps that were not issued. */
export function findingOf(trace: Trace<World>, version: Version, broken: Broken): Finding {
  const runner = new Runner(specification, simulate(version), trace.world);
  const { ran } = firstBreak(runner, trace, broken)!;
  return {
    ...broken,
    kernel: version.name,
    trace: { world: trace.world, steps: ran },
    grade: 'as given',
    provenance: undefined,
  };
}

/** What is known about the violation of a trace that nobody stored; undefined if there is none. */
export function explained(
  trace: Trace<World>,
  version: Version,
  broken: Broken | undefined,
): Known | undefined {
  if (broken === undefined) return undefined;
  const finding = findingOf(trace, version, broken);
  const { causes, related } = new Attributor(trace.world).attribute(version, finding.trace, broken);
  const report = explain(specification, simulate(version), finding, {
    knownAs: causes.map(asKnown),
    relatedTo: related.map(asKnown),
  });
  return { report, causes };
}

function asKnown({ id, title, source }: Defect): KnownAs {
  return { id, story: title, source };
}

/** Every break; that of the report comes first, the others as close to the cause as they are. */
function breaksOf(seen: readonly Seen[], report: Report | undefined): readonly BrokenAt[] {
  const all = byCloseness(
    specification.laws,
    seen.flatMap(({ broke }, step) => broke.map((broken) => ({ step, broken }))),
  );
  if (report === undefined) return all;
  const own = { law: report.law.name, place: report.place };
  const isOwn = ({ broken }: BrokenAt): boolean => sameViolation(broken, own);
  return [...all.filter(isOwn), ...all.filter((b) => !isOwn(b))];
}

function asPlayed({ step, broken: { law, place, witness } }: BrokenAt): PlayedBreak {
  const { title, because } = specification.laws.find(({ name }) => name === law)!;
  return { law, title, because, placeSays: placeText(place), witness, at: step };
}

function statesOf({ model, implementation }: Seen): Pick<Seen, 'model' | 'implementation'> {
  return { model, implementation };
}

function causeOf({ id, title, story, source, fix, evidence }: Defect): Cause {
  return { id, title, story, source, fix, evidence };
}

/** The outcome on every other release, and on the reference. */
function elsewhere(
  trace: Trace<World>,
  version: Version,
  broken: Broken | undefined,
): readonly Elsewhere[] {
  return versions
    .filter(({ name }) => name !== version.name)
    .map((other): Elsewhere => {
      const about = { kernel: other.name, says: other.says };
      const why = cannotRun(trace, other);
      if (why !== undefined) return { ...about, outcome: 'cannot run', detail: why };
      const { breaks: at, skipped } = judge(trace, other);
      const breaks = at.map((b) => b.broken);
      const unissued =
        skipped === 0 ? '' : `${skipped} of ${trace.steps.length} steps could not be issued`;
      if (breaks.length === 0) return { ...about, outcome: 'holds', detail: unissued };
      const same = broken && breaks.find((b) => sameViolation(b, broken));
      const laws = [...new Set(breaks.map(({ law }) => law))].join(', ');
      return { ...about, outcome: same === undefined ? 'other' : 'same', detail: laws };
    });
}

/** Why this kernel cannot run the trace as it is written; undefined if it can. */
export function cannotRun(trace: Trace<World>, version: Version): string | undefined {
  const lacks = lackedIn(version, trace.world);
  if (lacks !== undefined) return `it has no ${lacks}`;
  const { commands, points } = simulate(version).capabilities;
  for (const { kind, stops } of trace.steps) {
    if (!commands.has(kind) && !kind.startsWith('continue')) return `it does not know ${kind}`;
    if (stops !== undefined && !points.includes(stops)) return `it has no point “${stops}”`;
  }
  return undefined;
}
