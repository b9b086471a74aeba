import { appendFileSync } from 'node:fs';
import type { Progress } from '../checker/search-options.ts';
import type { Finding } from '../checker/finding.ts';
import type { Version } from '../implementation/versions/index.ts';
import { InputError } from '../model/input-error.ts';
import { placeText } from '../model/place.ts';
import type { Trace } from '../model/trace.ts';
import { printTrace } from '../model/trace-text.ts';
import type { World } from '../model/world.ts';
import { findLaw, laws } from '../properties/laws/index.ts';
import { annotations, type CiFinding, type CiRun, ciSummary, junitXml } from '../reports/ci.ts';
import { verdictOf } from './check-summary.ts';
import type { Console } from './console.ts';
import type { Found } from './show.ts';
import { promiseResult, writeResult } from './write-result.ts';

/** Where a check tells the machinery around it what it found. */
export interface CiOptions {
  /** A file for JUnit XML. */
  readonly junit?: string | undefined;
  /** Whether workflow commands of GitHub are printed on standard error. */
  readonly annotations?: boolean;
  /** A file to which a summary in Markdown is appended: `$GITHUB_STEP_SUMMARY`. */
  readonly summary?: string | undefined;
}

/** Checks before a long search that its result can be written. @throws InputError */
export function promiseCi({ junit, summary }: CiOptions): void {
  if (junit !== undefined) promiseResult(junit, '--junit');
  if (summary !== undefined) promiseResult(summary, '--summary');
}

/** Collects what a check finds, each finding in its last version. */
export class CiResults {
  readonly #runs: CiRun[] = [];
  readonly #found = new Map<Finding, Found>();

  /** @param was - its earlier version, which it replaces */
  hear(found: Found, was: Finding | undefined): void {
    if (was !== undefined) this.#found.delete(was);
    this.#found.set(found.finding, found);
  }

  /** Ends the run in one world. */
  end(version: Version, world: World, law: string | undefined, progress: Progress): void {
    const judged = laws.filter(({ name, in: isIn }) =>
      law === undefined ? (isIn?.(world) ?? true) : name === law,
    );
    this.#runs.push({
      kernel: version.name,
      world: world.name,
      verdict: verdictOf([progress]),
      traces: progress.traces,
      commands: progress.commands,
      missed: progress.coverage.missed,
      laws: judged.map(({ name }) => name),
      findings: [...this.#found.values()].map(asCi),
    });
    this.#found.clear();
  }

  /** @throws InputError if a file cannot be written */
  write({ junit, annotations: annotates, summary }: CiOptions, console: Console): void {
    if (annotates === true) for (const line of annotations(this.#runs)) console.note(line);
    if (junit !== undefined) writeResult(junit, junitXml(this.#runs), console);
    if (summary === undefined) return;
    try {
      appendFileSync(summary, ciSummary(this.#runs));
    } catch (error) {
      throw new InputError(
        `--summary: cannot write ${JSON.stringify(summary)} (${(error as NodeJS.ErrnoException).code}); expected a file`,
      );
    }
  }
}

function asCi({ finding, isKnown, causes, file }: Found): CiFinding {
  const { law, place, witness, grade, kernel, trace } = finding;
  return {
    law,
    title: findLaw(law).title,
    placeSays: placeText(place),
    witness,
    grade,
    trace: printTrace({ trace: trace as Trace<World>, kernel }),
    isKnown,
    causes: causes.map(({ id }) => id),
    file,
  };
}
