import { sameViolation } from '../model/judgement.ts';
import type { StateLine } from '../model/state-line.ts';
import { placeText } from '../model/place.ts';
import { through } from '../model/continuations.ts';
import { compareParties, kindOfParty } from '../model/parties.ts';
import type { Trace } from '../model/trace.ts';
import type { Gauge } from '../model/gauge.ts';
import { type Port } from '../implementation/port.ts';
import type { Observable } from '../model/seen.ts';
import { notJudged } from '../properties/shown.ts';
import { leading } from '../properties/leading.ts';
import type { KnownAs, Moment, Party, Report, Sources } from '../reports/report.ts';
import { difference } from './difference.ts';
import type { Finding } from './finding.ts';
import { neededSteps } from './leave-out.ts';
import { atOnce, type Work } from '../shrinkers/work.ts';
import { recording, type Recording, type Seen } from './record.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import type { Specification } from '../properties/specification.ts';

/** Data that only the caller has. */
export interface About {
  /** The command line that replays it. */
  readonly replay?: string;
  /** The command line that checks its certificate, if it has one. */
  readonly certify?: string;
  readonly knownAs?: readonly KnownAs[];
  readonly relatedTo?: readonly KnownAs[];
  /** Where a reader can check it. */
  readonly sources?: Sources | undefined;
  /** Whether it is a known mistake of the kernel. */
  readonly isAccepted?: boolean;
}

/**
 * The longest trace of which each step is left out in turn: each costs a run of the whole trace, and nobody reads so many
 * lines.
 */
const NEEDED_MAX = 60;

/**
 * Runs the trace of a finding once more, slowly, and once without each of its steps, and writes down
 * all that a reader may want to see.
 *
 * @throws Error if the trace does not break its law on this implementation
 */
export function explain(
  specification: Specification,
  port: Port,
  finding: Finding,
  about: About = {},
): Report {
  return atOnce(explaining(specification, port, finding, about));
}

/** The same for a run that may have to wait. */
export function* explaining(
  specification: Specification,
  port: Port,
  finding: Finding,
  about: About = {},
): Work<Report> {
  const { trace } = finding;
  const isHidden = (what: Observable): boolean => !port.capabilities.observes.has(what);
  const able = (specification.gauges?.(trace) ?? []).filter((gauge) => !isHidden(gauge.needs));
  const run = (t: Trace): Work<Recording> => recording(specification, port, t, able);
  const whole = yield* run(trace);
  const moments: readonly Seen[] = [...whole.steps, ...(whole.rest ? [whole.rest] : [])];
  const breaksAt = moments.findIndex((m) => m.broke.some((b) => sameViolation(b, finding)));
  if (breaksAt < 0)
    throw new Error(
      `the trace does not break ${finding.law} (${placeText(finding.place)}) on ${port.name}`,
    );
  const law = specification.laws.find((l) => l.name === finding.law)!;
  const moved = movedGauges(able, whole.start, moments);
  const own = moments[breaksAt]!.broke.find((b) => sameViolation(b, finding))!;
  const breaks = moments
    .slice(0, breaksAt + 1)
    .flatMap(({ broke }, step) => broke.map((broken) => ({ step, broken })));
  // If another break is as close to the cause, the finding’s own leads its report.
  const leads = leading(specification.laws, [{ step: breaksAt, broken: own }, ...breaks])!;
  const before = moments[breaksAt - 1] ?? whole.start;
  const after = moments[breaksAt]!;
  return {
    kernel: port.name,
    subject: specification.vocabulary.subject,
    inhabitantsAre: specification.inhabitantsAre ?? 'inhabitants',
    world: trace.world,
    worldWritten: specification.bounds?.written?.(trace.world) ?? trace.world.name,
    worldSays: trace.world.says || (specification.bounds?.text(trace.world) ?? ''),
    law: { name: law.name, title: law.title, because: law.because },
    place: finding.place,
    placeSays: placeText(finding.place),
    witness: own.witness,
    differsAt: moments.findIndex(
      ({ expected, broke }) => broke.length > 0 || moved.some((g) => expected[g] !== null),
    ),
    leads: { at: leads.step, broken: leads.broken },
    grade: finding.grade,
    ...(finding.switches && { switches: finding.switches }),
    certificate: finding.certificate,
    certify: finding.certificate && about.certify,
    provenance: finding.provenance,
    isAccepted: about.isAccepted ?? false,
    knownAs: about.knownAs ?? [],
    relatedTo: about.relatedTo ?? [],
    sources: about.sources,
    replay: about.replay,
    parties: partiesIn(specification, whole, trace.world),
    gauges: moved.map((g) => {
      const { group, name, title, idle, says, kind } = able[g]!;
      return { group, name, title, idle, says, kind };
    }),
    history: historyOf(specification, whole, moved, breaksAt),
    breaksAt,
    needed:
      trace.steps.length <= NEEDED_MAX
        ? yield* neededSteps(
            specification,
            port,
            { finding, recording: whole, breaksAt, gauges: able },
            run,
          )
        : [],
    model: changeOf(before.model, after.model),
    implementation: changeOf(before.implementation, after.implementation),
    unseen: Object.keys(specification.observables ?? {}).filter(isHidden),
    notJudged: notJudged(specification, trace.world, port.capabilities.observes),
  };
}

/** The indices of the gauges that changed, or should have. */
export function movedGauges(
  gauges: readonly Gauge[],
  start: Seen,
  moments: readonly Seen[],
): number[] {
  return gauges.flatMap(({ idle, isTotal }, g) => {
    const isOff = moments.some((m) => m.expected[g] !== null);
    const isOn = [start, ...moments].some((m) => m.shows[g] !== idle);
    return isOff || (isOn && isTotal !== true) ? [g] : [];
  });
}

function changeOf(before: readonly StateLine[], after: readonly StateLine[]): Report['model'] {
  return { before, after, difference: difference(before, after) };
}

type Shown = Pick<Moment, 'shows' | 'expected' | 'broke'>;

/** The moments of every step, and the one at rest only if a law is broken there. */
export function historyOf(
  { vocabulary }: Specification,
  whole: Recording,
  moved: readonly number[],
  breaksAt: number,
): Moment[] {
  const shown = ({ shows, expected, broke }: Seen): Shown => ({
    shows: moved.map((g) => shows[g]!),
    expected: moved.map((g) => expected[g]!),
    broke,
  });
  const steps = whole.steps.map((step, i): Moment => stepMoment(vocabulary, whole, i, shown(step)));
  const { rest } = whole;
  return rest !== undefined && (rest.broke.length > 0 || breaksAt === steps.length)
    ? [...steps, { kind: 'rest', ...shown(rest) }]
    : steps;
}

function stepMoment(
  vocabulary: Vocabulary,
  { steps, given }: Recording,
  at: number,
  shown: Shown,
): Moment {
  const { command, parties, answer, suspended, continues } = steps[at]!;
  const begun = continues === undefined ? undefined : steps[continues]!.command;
  return {
    kind: 'step',
    number: at + 1,
    command: vocabulary.text(command),
    words: vocabulary.words(command),
    ...(begun && {
      continues: {
        command: vocabulary.text(through(begun)),
        kind: begun.kind,
        step: continues! + 1,
      },
    }),
    ...(suspended && { suspended }),
    ...(at >= given && { added: true }),
    ...parties,
    answer: answer ?? 'not issued',
    ...shown,
  };
}

export function partiesIn(
  { vocabulary }: Specification,
  whole: Recording,
  world: AnyWorld,
): Party[] {
  const actors = new Set(whole.steps.map(({ parties }) => parties.actor));
  const names = new Set(whole.steps.flatMap(({ parties }) => [parties.actor, parties.target]));
  return [...names].toSorted(compareParties(vocabulary)).map((name) => {
    const is = kindOfParty(vocabulary, world, name);
    return {
      name,
      acts: actors.has(name),
      livesIn: whole.livedIn.get(name) ?? [],
      ...(is && { is }),
    };
  });
}
