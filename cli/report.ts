import type { Finding } from '../checker/finding.ts';
import { sameViolation } from '../model/judgement.ts';
import { placeText } from '../model/place.ts';
import { findKernel } from '../defects/kernels.ts';
import { InputError, unknownName } from '../model/input-error.ts';
import type { StoredTrace } from '../model/trace-json.ts';
import { printTrace } from '../model/trace-text.ts';
import { renderJson } from '../reports/json.ts';
import { renderMarkdown } from '../reports/markdown.ts';
import type { Report } from '../reports/report.ts';
import { renderText } from '../reports/text.ts';
import type { Console } from './console.ts';
import { foundWith, isKnownFor, reportOf } from './show.ts';
import { checkTrace, storedFinding } from './stored-finding.ts';
import { located } from './shipped.ts';
import { nameOf, readTraceArgument } from './trace-argument.ts';

const renderers: Readonly<Record<string, (told: Report, console: Console) => string>> = {
  text: (told, console) => renderText(told, console),
  md: (told) => renderMarkdown(told),
  json: (told) => renderJson(told),
};

/** The trace itself, as text that can be read back. */
const TRACE = 'trace';

export const formats = [...Object.keys(renderers), TRACE];

/** `pasidcheck report`: a stored finding, explained in full, or only its trace. 0 if that was possible. */
export function report(
  path: string,
  { format }: { readonly format: string },
  console: Console,
): number {
  if (!formats.includes(format)) throw unknownName('format', format, formats);
  const file = located(path);
  const stored = readTraceArgument(file, console);
  const text = format === TRACE ? traceText(stored) : findingText(stored, file, format, console);
  console.print(text.endsWith('\n') ? text : `${text}\n`);
  return 0;
}

/** The first line stays first; a comment below it names what the trace breaks. */
function traceText(stored: StoredTrace): string {
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
  if (stored.kernel === undefined)
    throw new InputError(
      `${nameOf(file)}: names no kernel, so there is nothing to explain; expected one (with --format trace none is needed)`,
    );
  const version = findKernel(stored.kernel);
  checkTrace(stored, nameOf(file), version);
  const finding = storedFinding(stored, version);
  if (finding === undefined)
    throw new InputError(
      `${nameOf(file)}: breaks no law on ${version.name} any more; expected a trace that does (see: replay)`,
    );
  noteOtherLaw(stored, finding, nameOf(file), console);
  const found = foundWith(version, finding, isKnownFor(version, finding), file);
  return renderers[format]!(reportOf(found, console), console);
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
