import { placeText } from '../model/place.ts';
import { Attributor, knownFor } from '../campaign/attributor.ts';
import { explain } from '../checker/explain.ts';
import { sourcesOf, whyInferred } from '../campaign/sources.ts';
import type { Finding } from '../checker/finding.ts';
import type { Defect } from '../defects/defect.ts';
import { simulate } from '../defects/kernels.ts';
import type { Version } from '../implementation/versions/index.ts';
import type { Broken } from '../model/judgement.ts';
import { namedStep } from '../model/trace-json.ts';
import type { KnownAs, Report } from '../reports/report.ts';
import { renderText } from '../reports/text.ts';
import { lengthOfTrace } from '../shrinkers/simpler.ts';
import type { Console } from './console.ts';
import { specification } from '../properties/linux.ts';

/** A finding and what is known about it. */
export interface Found {
  readonly finding: Finding;
  readonly version: Version;
  /** Whether it is known for the kernel, so that it does not make the check fail. */
  readonly isKnown: boolean;
  /** Catalogued defects that explain it. */
  readonly causes: readonly Defect[];
  /** Defects without which it disappears, although they do not explain it. */
  readonly related: readonly Defect[];
  /** Its file; undefined if it is not stored. */
  readonly file: string | undefined;
}

export function foundWith(
  version: Version,
  finding: Finding,
  isKnown: boolean,
  file: string | undefined,
  attributor = new Attributor(finding.trace.world),
): Found {
  const { causes, related } = attributor.attribute(version, finding.trace, finding);
  return { finding, version, isKnown, causes, related, file };
}

/** Whether a known mistake of the release explains this violation. */
export function isKnownFor(version: Version, found: Broken & Pick<Finding, 'trace'>): boolean {
  return knownFor(version, found.trace.world)?.explains(found.trace, found) ?? false;
}

export function reportOf(found: Found, console: Console): Report {
  const { version, finding, file } = found;
  return explain(specification, simulate(version), finding, {
    ...(file !== undefined && {
      replay: `${console.self} replay ${file}`,
      certify: `${console.self} certify ${file}`,
    }),
    sources: sourcesOf(version, finding.trace, found.causes),
    knownAs: found.causes.map(knownAs),
    relatedTo: found.related.map(knownAs),
    isAccepted: found.isKnown,
  });
}

function knownAs({ id, title, source }: Defect): KnownAs {
  return { id, story: title, source };
}

export function showFinding(found: Found, console: Console): string {
  return `${renderText(reportOf(found, console), console)}\n\n`;
}

/** A finding that is known for the kernel, in a few lines; `report` explains it in full. */
export function showKnown({ finding, causes, file }: Found, console: Console): string {
  const { law, place, kernel, trace, grade } = finding;
  const [first] = causes;
  const title = causes.length === 1 ? `: ${first!.title}` : '';
  return [
    `Known ${causes.length === 1 ? 'mistake' : 'mistakes'} of ${kernel}: ${causes.map(nameOf).join(' and ')}${title}`,
    `  ${law}: ${placeText(place)}; ${commandsText(lengthOfTrace(trace))}, ${grade}`,
    ...(file === undefined ? [] : [`  ${console.self} report ${file}`]),
    '\n',
  ].join('\n');
}

/** `sva-cd-outlives-mm`, and whether no source shows it. */
function nameOf({ id, evidence }: Defect): string {
  return evidence === 'verified' ? id : `${id} (${evidence})`;
}

/** The longest trace that is worth reading step by step. Longer traces are shown after shrinking, or by `report`. */
const SHOWN_MAX = 30;

/** Whether it is not shrunk yet, and too long to read. */
export function isRaw({ finding: { trace, grade } }: Found): boolean {
  return grade === 'shrunk in part' && lengthOfTrace(trace) > SHOWN_MAX;
}

/** A finding that is still too long to read: the broken law, and where to see more. */
export function showRaw({ finding, file }: Found, console: Console): string {
  const { law, place, witness, kernel, trace, grade } = finding;
  return [
    `Law broken: ${law}: ${placeText(place)}   ${kernel}   world ${trace.world.name}`,
    `  ${witness}`,
    `  ${commandsText(lengthOfTrace(trace))}, ${grade}`,
    ...(file === undefined ? [] : [`  ${console.self} report ${file}`]),
    '\n',
  ].join('\n');
}

/** A finding that was shown before with the same trace: its better grade. */
export function showSurer({ finding, file }: Found): string {
  const { law, place, trace, grade } = finding;
  const where = file === undefined ? '' : `: ${file}`;
  return `Now ${grade}: ${law}, ${placeText(place)}, ${commandsText(lengthOfTrace(trace))}${where}\n\n`;
}

function commandsText(n: number): string {
  return `${n} ${n === 1 ? 'command' : 'commands'}`;
}

/** One JSON line per finding. @param again - it was printed before, and now has a simpler trace or a better grade */
export function findingJson(
  { finding, version, isKnown, causes, related, file }: Found,
  again = false,
): string {
  const { law, place, witness, kernel, trace, grade, certificate, provenance } = finding;
  return `${JSON.stringify({
    kind: 'finding',
    ...(again && { again: true }),
    law,
    place,
    witness,
    kernel,
    world: trace.world.name,
    seed: provenance?.seed,
    grade,
    certificate,
    known: isKnown,
    inferred: version.release !== undefined && whyInferred(causes) !== undefined,
    knownAs: causes.map((defect) => defect.id),
    relatedTo: related.map((defect) => defect.id),
    length: trace.steps.length,
    trace: { world: trace.world, steps: trace.steps.map(namedStep) },
    file: file ?? null,
    provenance,
  })}\n`;
}
