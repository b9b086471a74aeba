import type { Certificate } from '../model/certificate.ts';
import { type Broken, sameViolation } from '../model/judgement.ts';
import type { Moment, Needed, Report, SourceFile } from './report.ts';
import { unstopped } from './table.ts';

/** Texts that the text report and the Markdown report share. */

export function headline({ law, isAccepted, subject, sources }: Report): string {
  const about = [
    ...(isAccepted ? [`known mistake of this ${subject}`] : []),
    ...(sources?.inferred === undefined ? [] : ['inferred']),
  ];
  return `Law broken${about.length > 0 ? ` (${about.join(', ')})` : ''}: ${law.title}`;
}

/** Why the law matters, as a sentence. */
export function reason({ law: { because } }: Report): string {
  return `${because[0]?.toUpperCase() ?? ''}${because.slice(1)}.`;
}

/** `linux-5.18-rc1   world sva   seed 4711`: the first line of a trace as text. */
export function whereabouts({ kernel, worldWritten, provenance }: Report): string[] {
  return [kernel, `world ${worldWritten}`, ...(provenance ? [`seed ${provenance.seed}`] : [])];
}

/** `step 4`, or `at rest`. */
export function momentName(moment: Moment): string {
  return moment.kind === 'step' ? `step ${moment.number}` : 'at rest';
}

/** `At step 4 (open p1 d0 -> f1)`: the beginning of a sentence that ends with the witness. */
export function breakingMoment({ history, breaksAt }: Report): string {
  return phraseOf(history[breaksAt]!);
}

function phraseOf(moment: Moment): string {
  if (moment.kind === 'rest') return 'At rest';
  const { number, continues } = moment;
  const command = continues === undefined ? unstopped(moment) : `${continues.command}, continued`;
  return `At step ${number} (${command})`;
}

/** The largest number of first differences in the sentence; the table has all of them. */
const DIFFERENCES_MAX = 3;

/**
 * The first difference between model and kernel, and the leading break: `Model and kernel first differ at step 3 (exit
 * p0): PASID 1 is free, not mm0. This breaks no-reuse-while-referenced: ...`. The witness of the finding’s own law is
 * printed elsewhere.
 */
export function firstDifference(report: Report): string {
  const { gauges, history, differsAt, leads, subject } = report;
  const { shows, expected } = history[differsAt]!;
  const seen = gauges.flatMap(({ title }, g) =>
    expected[g] === null ? [] : [`${title} is ${shows[g]}, not ${expected[g]}`],
  );
  const more = seen.length > DIFFERENCES_MAX ? [`and ${seen.length - DIFFERENCES_MAX} more`] : [];
  const differences = [...seen.slice(0, DIFFERENCES_MAX), ...more].join('; ');
  const where = `Model and ${subject} first differ ${momentPhrase(report, differsAt)}`;
  const differ = differences === '' ? `${where}.` : `${where}: ${differences}.`;
  const own = isOwn(report, leads.broken);
  if (own && (differences !== '' || leads.at !== differsAt)) return differ;
  if (own) return `${where}, where the law is broken.`;
  const { law, witness } = leads.broken;
  if (leads.at === differsAt) return `${differ} This breaks ${law}: ${witness}`;
  return `${differ} The first law to break is ${law}, ${momentPhrase(report, leads.at)}: ${witness}`;
}

/** `at step 4 (open p1 d0 -> f1)` */
function momentPhrase(report: Report, at: number): string {
  const phrase = phraseOf(report.history[at]!);
  return `${phrase[0]!.toLowerCase()}${phrase.slice(1)}`;
}

function isOwn({ law, place }: Report, broken: Broken): boolean {
  return sameViolation(broken, { law: law.name, place });
}

/** The other broken laws of this trace, earlier or later, in order; `firstDifference` has the leading one. */
export function alsoBroken(report: Report): { readonly moment: string; readonly broken: Broken }[] {
  const { law, place } = report.leads.broken;
  return report.history.flatMap((moment) =>
    moment.broke
      .filter((b) => !isOwn(report, b) && !sameViolation(b, { law, place }))
      .map((broken) => ({ moment: momentName(moment), broken })),
  );
}

export function neededTitle({ needed }: Report): string {
  const isSpare = (stop: boolean): boolean =>
    needed.some((n) => !n.isNeeded && (n.stop === true) === stop);
  if (isSpare(false)) return 'Not every step is needed';
  return isSpare(true) ? 'Every step is needed, but not every stop' : 'Every step is needed';
}

/** For each step a label such as `without 2`, and what happens then; steps that are not needed come last, in one line. */
export function neededLines({ needed }: Report): [label: string, says: string][] {
  const lines = needed
    .filter((n) => n.isNeeded)
    .map((n): [string, string] => [`without ${partText(n)}`, n.says]);
  const spare = needed.filter((n) => !n.isNeeded).map(partText);
  if (spare.length === 1)
    lines.push([`without ${spare[0]}`, 'the law is still broken at this place']);
  else if (spare.length > 1)
    lines.push([
      'not needed',
      `${spare.join(', ')}: without any one of them, the law is still broken at this place`,
    ]);
  return lines;
}

function partText({ step, stop }: Needed): string {
  return stop === true ? `the stop of ${step}` : String(step);
}

/** Facts about the finding itself: labels with their texts. */
export function particulars(report: Report): [label: string, text: string][] {
  const { law, placeSays, grade, certificate, switches, provenance, world } = report;
  const { isAccepted, knownAs, relatedTo, unseen, notJudged, history } = report;
  const numbered = history.filter((m) => m.kind === 'step');
  const resumed = numbered.filter((m) => m.continues !== undefined || m.added === true).length;
  const length = numbered.length - resumed;
  const lines: [string, string][] = [
    ['law', `${law.name}: ${placeSays}`],
    ['length', `${commandsText(length)}${stepsText(numbered.length, resumed)}; ${grade}`],
  ];
  if (certificate !== undefined) lines.push(['proof', proofText(certificate)]);
  else if (grade === 'proven shortest') lines.push(['proof', searchedText(length - 1, history)]);
  if (switches !== undefined) lines.push(['switches', switchesText(switches)]);
  if (provenance !== undefined) {
    const { commands, run, drawn, executions } = provenance;
    lines.push([
      'found',
      `after ${commandsText(commands)}, in random trace ${run + 1}; shrunk from ${commandsText(drawn)} in ${executions} ${executions === 1 ? 'run' : 'runs'}`,
    ]);
  }
  lines.push([
    'world',
    report.worldSays === '' ? world.name : `${world.name}: ${report.worldSays}`,
  ]);
  if (unseen.length > 0) lines.push(['not seen', unseen.join(', ')]);
  if (notJudged.length > 0) lines.push(['not judged', notJudged.join(', ')]);
  for (const { id, story, source } of knownAs)
    lines.push([isAccepted ? 'known as' : 'due to', `${id}: ${story}`], ['', source]);
  lines.push(...sourceLines(report));
  if (relatedTo.length > 0)
    lines.push([
      'related to',
      `${relatedTo.map(({ id }) => id).join(', ')}: without ${relatedTo.length === 1 ? 'it' : 'any one of them'} the finding disappears, but ${relatedTo.length === 1 ? 'it' : 'none of them'} alone ${relatedTo.length === 1 ? 'does not cause it' : 'causes it'}`,
    ]);
  return lines;
}

function sourceLines({ sources }: Report): [label: string, text: string][] {
  if (sources === undefined) return [];
  const { inferred, files, unread } = sources;
  const passes = [
    ...files.map(fileText),
    ...(unread.length === 0
      ? []
      : ['not read for this release; names and files are those of another text:']),
    ...unread.map(fileText),
  ];
  return [
    ...(inferred === undefined ? [] : [['inferred', inferred] as [string, string]]),
    ...passes.map((text, i): [string, string] => [i === 0 ? 'passes' : '', text]),
  ];
}

/** `drivers/a.c (v5.17): a_open, a_release` */
function fileText({ file, functions }: SourceFile): string {
  return `${file}: ${functions.join(', ')}`;
}

/** Whether an allocation fails in it. */
function failsIn(moment: Moment): boolean {
  return moment.kind === 'step' && moment.words.fails !== undefined;
}

const UP_TO_NAMES = 'traces that differ only in names count as one';

/** The searched traces, if there is no certificate, and the reason why there is none. */
function searchedText(commands: number, history: readonly Moment[]): string {
  const fails = history.some(failsIn);
  if (history.some(isLeftIn))
    return `every trace of up to ${commandsText(commands)} in this world was searched, with every overlap; ${UP_TO_NAMES}`;
  const which = fails
    ? ', with every allocation that can fail,'
    : ' in which nothing fails or overlaps';
  const why = fails
    ? 'certificates cover only traces in which nothing fails'
    : 'too many states for a certificate';
  return `every trace of up to ${commandsText(commands)} in this world${which} was searched; ${UP_TO_NAMES}; ${why}`;
}

/** Whether a command is suspended in it. */
function isLeftIn(moment: Moment): boolean {
  return moment.kind === 'step' && moment.suspended !== undefined;
}

/** The number of suspensions, and whether fewer suffice. */
function switchesText({ count, isProven, schedules }: NonNullable<Report['switches']>): string {
  const times = count === 1 ? 'once' : `${count} times`;
  const proof = isProven
    ? `no schedule of these commands with fewer switches breaks the law (${schedules.toLocaleString('en')} ${schedules === 1 ? 'schedule was' : 'schedules were'} run)`
    : 'too many schedules to know whether fewer switches suffice';
  return `a command is suspended ${times}; ${proof}`;
}

/** The search that a certificate stands for. */
function proofText({ commands, states, alphabet }: Certificate): string {
  return `every trace of up to ${commandsText(commands)} in which nothing fails or overlaps was searched (${alphabet.length} ${alphabet.length === 1 ? 'kind of command' : 'kinds of commands'}, ${states.toLocaleString('en')} different ${states === 1 ? 'state' : 'states'}); none breaks this law at this place`;
}

/** `proven` is about commands, but the steps that resume one are numbered too. */
function stepsText(numbered: number, resumed: number): string {
  if (resumed === 0) return '';
  return ` in ${numbered} steps, ${resumed} of which ${resumed === 1 ? 'resumes' : 'resume'} a command`;
}

function commandsText(n: number): string {
  return counted(n, 'command');
}

function counted(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
