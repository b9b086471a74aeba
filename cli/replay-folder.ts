import { readFolder } from '../campaign/corpus.ts';
import { lackedIn } from '../model/feature.ts';
import { InputError } from '../model/input-error.ts';
import type { StoredTrace } from '../model/trace-json.ts';
import { complaint } from './complaint.ts';
import type { Console } from './console.ts';
import type { ReplayOptions } from './replay.ts';
import { replayStored, checkTrace, kernelFor } from './stored-finding.ts';

/** The outcome of a file: it ran; or it does not fit the requested kernel; or it is damaged. */
type Outcome =
  | {
      readonly kind: 'replay';
      readonly kernel: string;
      readonly broken: ReturnType<typeof replayStored>['broken'];
    }
  | { readonly kind: 'refused' | 'damaged'; readonly why: string };

/**
 * Replays every trace of a folder, one line each. 1 if one of them breaks a law; else 2 if any is damaged, or none could
 * be run, which says nothing about the kernel; else 0, even if some do not fit the requested kernel.
 */
export function replayFolder(folder: string, options: ReplayOptions, console: Console): number {
  const { traces, damaged } = readFolder(folder);
  const counts = { violated: 0, hold: 0, refused: 0, damaged: 0 };
  const tell = (file: string, outcome: Outcome): void => {
    if (outcome.kind === 'replay') counts[outcome.broken.length > 0 ? 'violated' : 'hold']++;
    else counts[outcome.kind]++;
    if (options.json) console.print(`${json(file, outcome)}\n`);
    else if (outcome.kind === 'replay') console.print(`${line(file, outcome)}\n`);
    else console.note(complaint(`${outcome.kind}: ${aboutFile(file, outcome.why)}`));
  };
  for (const { file, why } of damaged) tell(file, { kind: 'damaged', why });
  for (const { file, stored } of traces) tell(file, outcomeOf(file, stored, options));
  const ran = counts.violated + counts.hold;
  const code = counts.violated > 0 ? 1 : counts.damaged > 0 || ran === 0 ? 2 : 0;
  const verdict = ['holds', 'violated', ran === 0 ? 'nothing-replayed' : 'damaged'][code]!;
  if (options.json)
    console.print(
      `${JSON.stringify({ kind: 'summary', verdict, folder, traces: ran, ...counts })}\n`,
    );
  else console.print(`${summary(folder, ran, counts)}\n`);
  return code;
}

function outcomeOf(file: string, stored: StoredTrace, options: ReplayOptions): Outcome {
  try {
    const version = kernelFor(stored, file, options);
    const { world } = stored.trace;
    const missing = options.kernel === undefined ? undefined : lackedIn(version, world);
    if (missing !== undefined)
      return {
        kind: 'refused',
        why: `${version.name} has no ${missing}, which world ${world.name} needs`,
      };
    checkTrace(stored, file, version);
    return { kind: 'replay', kernel: version.name, broken: replayStored(stored, version).broken };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // A trace without a kernel is not damaged: it only needs --kernel.
    const kind =
      stored.kernel === undefined && options.kernel === undefined ? 'refused' : 'damaged';
    return { kind, why: error.message };
  }
}

function aboutFile(file: string, why: string): string {
  return why.includes(file) ? why : `${file}: ${why}`;
}

function line(file: string, { kernel, broken }: Extract<Outcome, { kind: 'replay' }>): string {
  const laws = [...new Set(broken.map((b) => b.law))].join(', ');
  return `${broken.length === 0 ? 'holds   ' : 'violated'}  ${kernel}  ${file}  ${laws}`.trimEnd();
}

function json(file: string, outcome: Outcome): string {
  if (outcome.kind !== 'replay')
    return JSON.stringify({ kind: outcome.kind, file, why: outcome.why });
  const { kernel, broken } = outcome;
  return JSON.stringify({
    kind: 'replay',
    file,
    kernel,
    verdict: broken.length === 0 ? 'holds' : 'violated',
    broken,
  });
}

function summary(
  folder: string,
  ran: number,
  {
    violated,
    hold,
    refused,
    damaged,
  }: Readonly<Record<'violated' | 'hold' | 'refused' | 'damaged', number>>,
): string {
  if (ran + refused + damaged === 0)
    return `${folder}: nothing was replayed, there is no trace in it (*.json or *.txt)`;
  const others = [
    ...(refused > 0 ? [`${refused} not for this kernel`] : []),
    ...(damaged > 0 ? [`${damaged} damaged`] : []),
  ].join(', ');
  const traces = `${ran} ${ran === 1 ? 'trace' : 'traces'}`;
  const says = ran === 0 ? 'nothing was replayed' : `${traces}: ${violated} violated, ${hold} hold`;
  return `${folder}: ${says}${others === '' ? '' : `; ${others}`}`;
}
