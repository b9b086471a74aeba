import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { corpusFolder, findingsFolder, findStored } from '../campaign/places.ts';

/** The folder of this package, cloned or installed: the nearest one above that has a package.json. */
export const root = packageAbove(import.meta.dirname);

/** Only package.json has it. */
export const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly version: string;
};

/**
 * A path of the README, such as `corpus` or `corpus/NAME.json`, works in every directory: if the working
 * directory has nothing of that name, the path means that of the package. Every other path is returned unchanged.
 */
export function orShipped(path: string): string {
  if (existsSync(path) || normalize(path).split(/[\\/]/)[0] !== 'corpus') return path;
  const shipped = join(root, path);
  return existsSync(shipped) ? relative('.', shipped) : path;
}

/**
 * The file, folder or stored trace that an argument means; `-` stands for standard input.
 *
 * @throws InputError if it is only a name and no folder has it
 */
export function located(path: string): string {
  if (path === '-') return path;
  return findStored(orShipped(path), [
    ...new Set([findingsFolder, corpusFolder, orShipped(corpusFolder)]),
  ]);
}

function packageAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : packageAbove(dirname(folder));
}
