import { placeText } from '../model/place.ts';
import { Attributor, knownFor } from '../campaign/attributor.ts';
import { explain } from '../checker/explain.ts';
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
  /** The kernel is known for it: no cause to fail. */
  readonly isKnown: boolean;
  /** Catalogued defects that explain it. */
  readonly causes: readonly Defect[];
  /** Without which it is gone, though they do not explain it. */
  readonly related: readonly Defect[];
  /** Where it is stored; undefined if it is stored nowhere. */
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

/** Is this one of the violations that the release is known for? */
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

/** A finding that the kernel is known for, in a few lines: the whole story is told by `report`. */
export function showKnown({ finding, causes, file }: Found, console: Console): string {
  const { law, place, kernel, trace, grade } = finding;
  const [first] = causes;
  const title = causes.length === 1 ? `: ${first!.title}` : '';
  return [
    `Known for ${kernel}: ${causes.map(({ id }) => id).join(' and ')}${title}`,
    `  ${law}: ${placeText(place)}; ${commandsText(lengthOfTrace(trace))}, ${grade}`,
    ...(file === undefined ? [] : [`  ${console.self} report ${file}`]),
    '\n',
  ].join('\n');
}

/** So many commands are read step by step; longer traces are told when they are shrunk, or by `report`. */
const SHOWN_MAX = 30;

/** Is it not shrunk yet, and too long to be read? */
export function isRaw({ finding: { trace, grade } }: Found): boolean {
  return grade === 'shrunk in part' && lengthOfTrace(trace) > SHOWN_MAX;
}

/** Of a finding that is still too long to be read: what is broken, and where to see more. */
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

/** Of a finding that was told before: what more is known, where the trace is still the same. */
export function showSurer({ finding, file }: Found): string {
  const { law, place, trace, grade } = finding;
  const where = file === undefined ? '' : `: ${file}`;
  return `Now ${grade}: ${law}, ${placeText(place)}, ${commandsText(lengthOfTrace(trace))}${where}\n\n`;
}

function commandsText(n: number): string {
  return `${n} ${n === 1 ? 'command' : 'commands'}`;
}

/** One JSON line per finding. @param again - it was told before, and is simpler or surer now */
export function findingJson(
  { finding, isKnown, causes, related, file }: Found,
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
    knownAs: causes.map((defect) => defect.id),
    relatedTo: related.map((defect) => defect.id),
    length: trace.steps.length,
    trace: { world: trace.world, steps: trace.steps.map(namedStep) },
    file: file ?? null,
    provenance,
  })}\n`;
}
