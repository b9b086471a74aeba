import { readTraceFile } from '../campaign/corpus.ts';
import { findStored } from '../campaign/places.ts';
import { findKernel } from '../defects/kernels.ts';
import { InputError, unknownName } from '../model/input-error.ts';
import { renderJson } from '../reports/json.ts';
import { renderMarkdown } from '../reports/markdown.ts';
import type { Report } from '../reports/report.ts';
import { renderText } from '../reports/text.ts';
import type { Console } from './console.ts';
import { foundWith, isKnownFor, reportOf } from './show.ts';
import { checkTrace, storedFinding } from './stored-finding.ts';

const renderers: Readonly<Record<string, (told: Report, console: Console) => string>> = {
  text: (told, console) => renderText(told, { colour: console.colour }),
  md: (told) => renderMarkdown(told),
  json: (told) => renderJson(told),
};

export const formats = Object.keys(renderers);

/** `pasidcheck report`: a stored finding, told in full. 0 if it could be told. */
export function report(
  name: string,
  options: { readonly format: string },
  console: Console,
): number {
  const render = Object.hasOwn(renderers, options.format) ? renderers[options.format] : undefined;
  if (render === undefined) throw unknownName('format', options.format, formats);
  const file = findStored(name);
  const stored = readTraceFile(file);
  if (stored.kernel === undefined)
    throw new InputError(
      `${file}: names no kernel, so there is nothing to tell; expected "kernel"`,
    );
  const version = findKernel(stored.kernel);
  checkTrace(stored, file, version);
  const finding = storedFinding(stored, version);
  if (finding === undefined)
    throw new InputError(
      `${file}: breaks no law on ${version.name} any more; expected a trace that does (see: replay)`,
    );
  const text = render(
    reportOf(foundWith(version, finding, isKnownFor(version, finding), file), console),
    console,
  );
  console.print(text.endsWith('\n') ? text : `${text}\n`);
  return 0;
}
