import { findKernel } from '../defects/kernels.ts';
import { InputError } from '../model/input-error.ts';
import type { StoredTrace } from '../model/trace-json.ts';
import { type Found, foundWith, isKnownFor } from './show.ts';
import { checkTrace, storedFinding } from './stored-finding.ts';

/**
 * The finding of a stored trace, and what is known about it.
 *
 * @param name - of the file in messages
 * @throws InputError if there is nothing to explain
 */
export function foundIn(stored: StoredTrace, name: string, file: string): Found {
  if (stored.kernel === undefined)
    throw new InputError(
      `${name}: names no kernel, so there is nothing to explain; expected one (with --format trace none is needed)`,
    );
  const version = findKernel(stored.kernel);
  checkTrace(stored, name, version);
  const finding = storedFinding(stored, version);
  if (finding === undefined)
    throw new InputError(
      `${name}: breaks no law on ${version.name} any more; expected a trace that does (see: replay)`,
    );
  return foundWith(version, finding, isKnownFor(version, finding), file);
}
