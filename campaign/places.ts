import { existsSync, readdirSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { InputError } from '../model/input-error.ts';
import { nearest } from '../model/nearest.ts';

/** The stored traces that the project ships and tests. Only `corpus add` adds a finding to them. */
export const corpusFolder = 'corpus';

/** The default folder for findings. Git ignores it. */
export const findingsFolder = 'findings';

/**
 * The file or folder that a user means: the given path, or the name of a stored trace in one of the
 * folders, with or without `.json`. The first folder wins: the content determines the name, so the same
 * name in both folders is the same finding.
 *
 * @returns the given path also if it has several parts and does not exist: the function that reads it reports the reason
 * @throws InputError if it is only a name and no folder has it
 */
export function findStored(
  name: string,
  folders: readonly string[] = [findingsFolder, corpusFolder],
): string {
  if (name === '') return name;
  const places = isAbsolute(name) ? [name] : [name, ...folders.map((f) => join(f, name))];
  const found = places.flatMap((place) => [place, `${place}.json`]).find(existsSync);
  if (found !== undefined) return found;
  if (name !== basename(name)) return name;
  const names = folders.flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []));
  const stored = names.filter((n) => n.endsWith('.json'));
  const near = nearest(name, stored);
  const meant = near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`;
  throw new InputError(
    `cannot read ${JSON.stringify(name)} (ENOENT); expected a stored trace, here or in ${folders.map((f) => `${f}/`).join(' or ')}${meant}`,
  );
}
