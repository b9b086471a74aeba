import { isFolder } from '../campaign/corpus.ts';
import { toldSteps } from '../checker/told-steps.ts';
import { findKernel, simulate } from '../defects/kernels.ts';
import { nameWith } from '../defects/own-switches.ts';
import { worldText } from '../model/world-text.ts';
import type { Console } from './console.ts';
import { replayFolder } from './replay-folder.ts';
import { stepJson, stepLines } from './replay-lines.ts';
import { findingJson, foundWith, isKnownFor, showFinding } from './show.ts';
import { replayStored, checkTrace, kernelFor, storedFinding } from './stored-finding.ts';
import { nameOf, readTraceArgument } from './trace-argument.ts';
import { where } from './where.ts';
import { InputError } from '../model/input-error.ts';
import { specification } from '../properties/linux.ts';

export interface ReplayOptions {
  /** Replaces the kernel that a trace names. */
  readonly kernel?: string | undefined;
  /** `NAME=VALUE` each: changes of the kernel. */
  readonly switch: readonly string[];
  readonly json: boolean;
}

/** `pasidcheck replay`: 1 if a law is broken, 2 if no step could be issued, else 0. For a folder, every trace in it gets one line. */
export function replay(path: string, options: ReplayOptions, console: Console): number {
  if (options.kernel === 'all') {
    if (options.switch.length > 0)
      throw new InputError(
        '--switch cannot be set on all kernels; expected --kernel with one name',
      );
    return where(path, options, console);
  }
  // Report an unknown kernel before anything runs.
  if (options.kernel !== undefined) findKernel(nameWith(options.kernel, options.switch));
  else nameWith('reference', options.switch);
  return path !== '-' && isFolder(path)
    ? replayFolder(path, options, console)
    : replayFile(path, options, console);
}

function replayFile(file: string, options: ReplayOptions, console: Console): number {
  const stored = readTraceArgument(file, console);
  const version = kernelFor(stored, nameOf(file), options);
  checkTrace(stored, nameOf(file), version);
  const { broken } = replayStored(stored, version);
  const again = [file, ...optionWords(options)].join(' ');
  let shown = 0;
  for (const one of broken) {
    const finding = storedFinding(stored, version, one)!;
    shown = Math.max(shown, finding.trace.steps.length);
    const found = foundWith(version, finding, isKnownFor(version, finding), again);
    console.print(options.json ? findingJson(found) : showFinding(found, console));
  }
  const { world, steps } = stored.trace;
  const told = toldSteps(specification, simulate(version), stored.trace);
  const skipped = told.filter(({ state }) => state === 'not issued').length;
  const nothing = skipped === steps.length;
  const verdict = broken.length > 0 ? 'violated' : nothing ? 'nothing-replayed' : 'holds';
  if (options.json) {
    console.print(
      `${JSON.stringify({
        kind: 'summary',
        verdict,
        kernel: version.name,
        world: world.name,
        file,
        commands: steps.length - skipped,
        skipped,
        steps: told.map((step, i) => stepJson(told, step, i)),
        findings: broken.length,
      })}\n`,
    );
  } else {
    // A report shows the steps up to the break, and only those that were issued.
    if (shown < steps.length)
      console.print(
        `${version.name}   world ${worldText(world)}\n\n${stepLines(told, console.width)}\n`,
      );
    const holds = nothing ? 'NOTHING WAS TRIED, so this says nothing' : 'no law is broken';
    const says = broken.length === 0 ? holds : `${broken.length} broken`;
    console.print(
      `${nameOf(file)} on ${version.name}: ${says} (${steps.length - skipped} of ${steps.length} steps were issued)\n`,
    );
  }
  return { holds: 0, violated: 1, 'nothing-replayed': 2 }[verdict];
}

function optionWords({ kernel, switch: switches }: ReplayOptions): string[] {
  return [
    ...(kernel === undefined ? [] : [`--kernel ${kernel}`]),
    ...switches.map((change) => `--switch ${change}`),
  ];
}
