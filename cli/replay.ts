import { isFolder, readFolder, readTraceFile } from '../campaign/corpus.ts';
import { findStored } from '../campaign/places.ts';
import { findKernel } from '../defects/kernels.ts';
import type { Version } from '../implementation/versions/index.ts';
import { InputError } from '../model/input-error.ts';
import { commandText } from '../model/text.ts';
import type { Trace } from '../model/trace.ts';
import type { StoredTrace } from '../model/trace-json.ts';
import type { Console } from './console.ts';
import { findingJson, foundWith, isKnownFor, showFinding } from './show.ts';
import { brokenBy, checkTrace, storedFinding } from './stored-finding.ts';

export interface ReplayOptions {
  readonly kernel?: string | undefined;
  readonly json: boolean;
}

/** `pasidcheck replay`: 1 if a law is broken, 0 if none is. A folder: every trace in it, a line each. */
export function replay(name: string, options: ReplayOptions, console: Console): number {
  const path = findStored(name);
  return isFolder(path) ? replayFolder(path, options, console) : replayFile(path, options, console);
}

function replayFile(file: string, options: ReplayOptions, console: Console): number {
  const stored = readTraceFile(file);
  const version = versionOf(stored, file, options.kernel);
  const { broken, skipped, isWhole, answers } = brokenBy(stored, version);
  const again = options.kernel === undefined ? file : `${file} --kernel ${options.kernel}`;
  for (const one of broken) {
    const finding = storedFinding(stored, version, one)!;
    const found = foundWith(version, finding, isKnownFor(version, finding), again);
    console.print(options.json ? findingJson(found) : showFinding(found, console));
  }
  const length = stored.trace.steps.length;
  const ran = `${length - skipped} of ${length} commands ran${isWhole ? '' : '; the rest could not, a task is stuck'}`;
  const verdict = broken.length === 0 ? 'no law is broken' : `${broken.length} broken`;
  if (options.json)
    console.print(
      `${JSON.stringify({ kind: 'summary', verdict: broken.length === 0 ? 'holds' : 'violated', kernel: version.name, file, commands: length - skipped, skipped, findings: broken.length })}\n`,
    );
  else {
    if (broken.length === 0) console.print(stepLines(stored.trace, answers));
    console.print(`${file} on ${version.name}: ${verdict} (${ran})\n`);
  }
  return broken.length === 0 ? 0 : 1;
}

/** The commands with their answers, a line each: there is no finding that would show them. */
function stepLines({ steps }: Trace, answers: ReadonlyMap<number, string>): string {
  const texts = steps.map(commandText);
  const width = Math.max(0, ...texts.map((text) => text.length));
  return steps
    .map((_, i) => {
      const said = answers.get(i) ?? 'skipped';
      return `  ${String(i + 1).padStart(2)}  ${texts[i]!.padEnd(width)}   ${said}\n`;
    })
    .join('');
}

function replayFolder(folder: string, options: ReplayOptions, console: Console): number {
  const { traces, damaged } = readFolder(folder);
  for (const line of damaged) console.note(`pasidcheck: skipped ${line}`);
  let violated = 0;
  let refused = 0;
  for (const { file, stored } of traces) {
    let version: Version;
    try {
      version = versionOf(stored, file, options.kernel);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      console.note(
        `pasidcheck: skipped ${error.message.startsWith(file) ? '' : `${file}: `}${error.message}`,
      );
      refused++;
      continue;
    }
    const { broken } = brokenBy(stored, version);
    if (broken.length > 0) violated++;
    const laws = [...new Set(broken.map((b) => b.law))].join(', ');
    if (options.json)
      console.print(
        `${JSON.stringify({ kind: 'replay', file, kernel: version.name, verdict: broken.length === 0 ? 'holds' : 'violated', broken })}\n`,
      );
    else
      console.print(
        `${broken.length === 0 ? 'holds   ' : 'violated'}  ${version.name}  ${file}  ${laws}\n`,
      );
  }
  const skipped = damaged.length > 0 ? `, ${damaged.length} damaged and skipped` : '';
  console.note(
    `${traces.length - refused} traces: ${violated} violated, ${traces.length - refused - violated} hold${refused > 0 ? `, ${refused} not for this kernel` : ''}${skipped}`,
  );
  if (traces.length === 0 && damaged.length > 0)
    throw new InputError(`${folder}: no trace in it can be read; expected stored traces`);
  return violated > 0 ? 1 : 0;
}

function versionOf(stored: StoredTrace, file: string, wanted: string | undefined): Version {
  const name = wanted ?? stored.kernel;
  if (name === undefined)
    throw new InputError(`${file}: names no kernel; expected --kernel with one of: list kernels`);
  const version = findKernel(name);
  checkTrace(stored, file, version);
  return version;
}
