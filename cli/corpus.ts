import { existsSync } from 'node:fs';
import { placeText } from '../model/place.ts';
import { certificateFor, isPlain, objections } from '../campaign/admission.ts';
import { Corpus, stored as asStored } from '../campaign/corpus.ts';
import { readTraceFile } from '../campaign/read-file.ts';
import type { Finding } from '../checker/finding.ts';
import { findKernel } from '../defects/kernels.ts';
import type { Version } from '../implementation/versions/index.ts';
import { InputError } from '../model/input-error.ts';
import { lengthOfTrace } from '../shrinkers/simpler.ts';
import type { Console } from './console.ts';
import { replayStored, checkTrace, storedFinding } from './stored-finding.ts';

export interface CorpusOptions {
  /** The corpus. */
  readonly out: string;
}

/**
 * `pasidcheck corpus add`: copies a stored finding into the corpus, which the tests replay from then on. It stores what the
 * trace shows now, with a certificate if possible. The given file stays.
 *
 * @throws InputError if the corpus does not admit it
 */
export function addToCorpus(file: string, options: CorpusOptions, console: Console): number {
  const finding = findingIn(file);
  const [objection] = objections(asStored(finding));
  if (objection !== undefined) throw new InputError(`${file}: ${objection}`);
  const corpus = new Corpus(options.out);
  const kept = corpus.fileOf(finding);
  if (existsSync(kept)) throw new InputError(`${file}: already in the corpus, as ${kept}`);
  corpus.keep(finding);
  const { law, place, kernel, trace, grade, certificate } = finding;
  const commands = lengthOfTrace(trace);
  const proof =
    certificate === undefined ? '' : `, with a certificate of ${certificate.states} states`;
  console.print(
    `added ${kept}\n` +
      `  from ${file}: ${law} (${placeText(place)}) on ${kernel}, world ${trace.world.name}\n` +
      `  ${commands} ${commands === 1 ? 'command' : 'commands'}; ${grade}${proof}\n`,
  );
  return 0;
}

/** What a stored trace breaks on the kernel that it names, with a certificate if it can have one. */
function findingIn(file: string): Finding {
  const stored = readTraceFile(file);
  const { kernel, violates } = stored;
  if (kernel === undefined)
    throw new InputError(`${file}: names no kernel; expected "kernel" (see: list kernels)`);
  const version = findKernel(kernel);
  checkTrace(stored, file, version);
  const [broken] = replayStored(stored, version).broken;
  const said = violates ?? broken;
  if (broken === undefined || broken.law !== said?.law || broken.place !== said.place) {
    const law = said === undefined ? 'no law' : `no ${said.law} (${placeText(said.place)})`;
    throw new InputError(`${file}: breaks ${law} on ${kernel}; expected a finding (see: replay)`);
  }
  return proven(version, storedFinding(stored, version, broken)!, file);
}

/** Adds a certificate if it has none and can have one. @throws InputError if a shorter trace breaks the law */
function proven(version: Version, finding: Finding, file: string): Finding {
  const { trace, kernel, certificate } = finding;
  if (certificate !== undefined || !isPlain(trace)) return finding;
  const made = certificateFor(version, finding);
  if (made === 'false')
    throw new InputError(
      `${file}: fewer than its ${trace.steps.length} commands break ${finding.law} (${placeText(finding.place)}) on ${kernel}; expected the shortest trace (see: explore)`,
    );
  if (made !== 'too much') return { ...finding, grade: 'proven shortest', certificate: made };
  // Without a certificate such a proof cannot be checked again.
  const isClaimed = finding.grade === 'proven shortest';
  return isClaimed ? { ...finding, grade: 'no shorter subsequence' } : finding;
}
