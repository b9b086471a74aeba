import type { Finding } from '../checker/finding.ts';
import { sameViolation } from '../model/judgement.ts';
import { placeText } from '../model/place.ts';
import { unknownName } from '../model/input-error.ts';
import type { StoredTrace } from '../model/trace-json.ts';
import { printTrace } from '../model/trace-text.ts';
import { renderJson } from '../reports/json.ts';
import { renderMarkdown } from '../reports/markdown.ts';
import type { Report } from '../reports/report.ts';
import { renderMail } from '../reports/mail.ts';
import { renderSvg } from '../reports/page/drawing/svg.ts';
import { renderText } from '../reports/text.ts';
import { vitestFile } from '../reports/vitest-file.ts';
import { isFolder } from '../campaign/corpus.ts';
import type { Trace } from '../model/trace.ts';
import type { World } from '../model/world.ts';
import { findingPage, playedOf } from './finding-page.ts';
import { reportFolder } from './report-folder.ts';
import { writeResult } from './write-result.ts';
import type { Console } from './console.ts';
import { foundIn } from './found-in.ts';
import { type Found, reportOf } from './show.ts';
import { located } from './shipped.ts';
import { nameOf, readTraceArgument } from './trace-argument.ts';

type Renderer = (told: Report, console: Console, found: Found) => string;

const renderers: Readonly<Record<string, Renderer>> = {
  text: (told, console) => renderText(told, console),
  md: (told) => renderMarkdown(told),
  json: (told) => renderJson(told),
  html: (told, _console, found) => findingPage(found, told),
  svg: (told, _console, found) => renderSvg(playedOf(found, told)),
  mail: (told, _console, { finding }) => renderMail(told, traceText(finding)),
  vitest: (told, _console, { finding }) => vitestFile({ report: told, text: traceText(finding) }),
};

/** The trace itself, as text that can be read back. */
const TRACE = 'trace';

export const formats = [...Object.keys(renderers), TRACE];

/** `pasidcheck report`: a stored finding, explained in full, or only its trace. 0 if that was possible. */
export function report(path: string, { format, out }: ReportOptions, console: Console): number {
  if (!formats.includes(format)) throw unknownName('format', format, formats);
  const file = located(path);
  if (file !== '-' && isFolder(file)) return reportFolder(file, { format, out }, console);
  const stored = readTraceArgument(file, console);
  // What a file holds is not for a terminal.
  const reader = out === undefined ? console : { ...console, colour: false };
  const text = format === TRACE ? storedText(stored) : findingText(stored, file, format, reader);
  const whole = text.endsWith('\n') ? text : `${text}\n`;
  if (out === undefined) console.print(whole);
  else writeResult(out, whole, console);
  return 0;
}

export interface ReportOptions {
  readonly format: string;
  /** Where it is written; undefined: standard output. */
  readonly out?: string | undefined;
}

/** The trace of a finding as text. */
function traceText({ trace, kernel }: Finding): string {
  return printTrace({ trace: trace as Trace<World>, kernel });
}

/** The first line stays first; a comment below it names what the trace breaks. */
function storedText(stored: StoredTrace): string {
  const [head, ...steps] = printTrace(stored).split('\n');
  const { violates } = stored;
  const about =
    violates === undefined
      ? []
      : [`# breaks ${violates.law}: ${oneLine(placeText(violates.place))}`];
  return [head, ...about, ...steps].join('\n');
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '?');
}

function findingText(stored: StoredTrace, file: string, format: string, console: Console): string {
  const found = foundIn(stored, nameOf(file), file);
  noteOtherLaw(stored, found.finding, nameOf(file), console);
  return renderers[format]!(reportOf(found, console), console, found);
}

/** Says so if the trace no longer breaks what it is stored for, but something else. */
function noteOtherLaw(
  { violates }: StoredTrace,
  { law, place, kernel }: Finding,
  file: string,
  console: Console,
): void {
  if (violates === undefined || sameViolation(violates, { law, place })) return;
  console.note(
    `${file}: is stored as a trace that breaks ${violates.law} (${oneLine(placeText(violates.place))}), which it does not break on ${kernel} any more; it breaks ${law} (${placeText(place)})`,
  );
}
