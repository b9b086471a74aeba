import { existsSync, readdirSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { InputError } from '../model/input-error.ts';
import { nearest } from '../model/nearest.ts';

/** The stored traces that the project ships and tests. A finding gets there by `corpus add`, never by itself. */
export const corpusFolder = 'corpus';

/** Where the subcommands store what they find unless they are told otherwise. Git ignores it. */
export const findingsFolder = 'findings';

/**
 * The file or folder that a user means: the path as it was given, or the name of a stored trace in one of the
 * folders, with or without `.json`. The first folder wins: names are made of what was found, so that the same
 * name in both is the same finding.
 *
 * @returns the path as it was given, too, if it is no mere name and nothing is there: its reader knows why
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
  const meant = stored.length > 0 ? `; did you mean ${JSON.stringify(nearest(name, stored))}?` : '';
  throw new InputError(
    `cannot read ${JSON.stringify(name)} (ENOENT); expected a stored trace, here or in ${folders.map((f) => `${f}/`).join(' or ')}${meant}`,
  );
}
