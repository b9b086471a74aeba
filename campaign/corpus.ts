import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { sameViolation } from '../model/judgement.ts';
import { placeText } from '../model/place.ts';
import { type Finding, grades } from '../checker/finding.ts';
import { InputError } from '../model/input-error.ts';
import { namedStep, type StoredTrace, writeTrace } from '../model/trace-json.ts';
import type { Trace } from '../model/trace.ts';
import type { World } from '../model/world.ts';
import { worldText } from '../model/world-text.ts';
import { cannotRead, readTraceFile } from './read-file.ts';

/**
 * A folder with one readable file per finding. The content of a finding determines the name of its file. So two runs with
 * the same finding write the same file, and folders can be merged by copying.
 */
export class Corpus {
  readonly folder: string;
  /** The files of the findings that were reported. */
  readonly #told = new WeakMap<Finding, string>();

  /** @throws InputError if the folder cannot be made or written to. */
  constructor(folder: string) {
    this.folder = folder;
    try {
      makeFolder(resolve(folder));
      accessSync(folder, constants.W_OK);
    } catch (error) {
      throw new InputError(
        `cannot write to ${JSON.stringify(folder)} (${(error as NodeJS.ErrnoException).code}); expected a folder for findings`,
      );
    }
  }

  /** The file of a finding, stored or not. */
  fileOf(finding: Finding): string {
    return join(this.folder, fileName(finding));
  }

  /** Writes a finding completely or not at all; returns the path of the file. */
  keep(finding: Finding): string {
    const file = this.fileOf(finding);
    const kept = keptAs(file, finding);
    this.#told.set(finding, file);
    if (kept !== undefined && !isSurer(finding, kept)) return file;
    // The stored provenance stays that of the first time.
    write(file, { ...stored(finding), ...(kept && { provenance: kept.provenance }) });
    return file;
  }

  /**
   * Stores a better version of a finding in the same file as before, because the name of that file may have been reported.
   * Returns its path.
   */
  replace(before: Finding, finding: Finding): string {
    const file = this.#told.get(before) ?? this.fileOf(before);
    this.#told.set(finding, file);
    const kept = keptAs(file, finding);
    if (kept === undefined || rankOf(finding.grade) <= rankOf(kept.grade))
      write(file, stored(finding));
    return file;
  }
}

function write(file: string, trace: StoredTrace): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, writeTrace(trace));
    renameSync(draft, file);
  } catch (error) {
    if (existsSync(draft)) rmSync(draft, { force: true });
    throw new InputError(
      `cannot write ${JSON.stringify(file)} (${(error as NodeJS.ErrnoException).code})`,
    );
  }
}

/** Makes a folder and those above it, one level at a time, because Node’s recursive mkdir never returns in a place such as /proc. */
export function makeFolder(path: string): void {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) mkdirSync(path); // throws the reason
    return;
  }
  makeFolder(dirname(path));
  mkdirSync(path);
}

export function stored(finding: Finding): StoredTrace {
  const { law, place, kernel, trace, witness, grade, certificate, provenance } = finding;
  return {
    trace: trace as Trace<World>,
    kernel,
    violates: { law, place },
    witness,
    grade,
    certificate,
    provenance,
  };
}

function fileName(finding: Finding): string {
  const { law, place, kernel, trace } = finding;
  const { world, steps } = trace;
  // Two worlds with the same name may have different bounds.
  const about = JSON.stringify([
    law,
    placeText(place),
    kernel,
    worldText(world as World),
    steps.map(namedStep),
  ]);
  return `${law}-${createHash('sha256').update(about).digest('hex').slice(0, 12)}.json`;
}

/** The same finding, if it is stored there already. */
function keptAs(file: string, { law, place }: Finding): StoredTrace | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const kept = readTraceFile(file);
    return kept.violates !== undefined && sameViolation(kept.violates, { law, place })
      ? kept
      : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined; // damaged: write it again
    throw error;
  }
}

/** Whether the finding has a better grade than the stored one. */
function isSurer(finding: Finding, kept: StoredTrace): boolean {
  const [now, before] = [rankOf(finding.grade), rankOf(kept.grade)];
  if (now !== before) return now < before;
  return finding.certificate !== undefined && kept.certificate === undefined;
}

function rankOf(grade: string | undefined): number {
  const at = grades.findIndex((g) => g === grade);
  return at < 0 ? grades.length : at;
}

export interface FolderContent {
  readonly traces: readonly { readonly file: string; readonly stored: StoredTrace }[];
  /** The files that could not be read, each with a reason of one line. */
  readonly damaged: readonly { readonly file: string; readonly why: string }[];
}

/** The traces of one world that are stored in these folders, each once. A missing folder has none. */
export function tracesOf(world: World, folders: readonly string[]): Trace[] {
  const bySteps = new Map<string, Trace>();
  for (const folder of folders.filter(isFolder))
    for (const one of readFolder(folder).traces) {
      const { world: its, steps } = one.stored.trace;
      if (its.name === world.name) bySteps.set(JSON.stringify(steps), { world, steps });
    }
  return [...bySteps.values()];
}

/** Every stored trace of a folder, as JSON or as text, by name. Damaged files are reported and left in place. */
export function readFolder(folder: string): FolderContent {
  const traces: { file: string; stored: StoredTrace }[] = [];
  const damaged: { file: string; why: string }[] = [];
  for (const name of namesIn(folder)) {
    if (!/\.(json|txt)$/.test(name)) continue;
    const file = join(folder, name);
    try {
      traces.push({ file, stored: readTraceFile(file) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      damaged.push({ file, why: error.message });
    }
  }
  return { traces, damaged };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    throw cannotRead(folder, error, 'a folder of stored traces');
  }
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
