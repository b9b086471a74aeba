import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** For suites about the sources themselves: the files, and their imports. */

export interface Import {
  readonly file: string;
  readonly line: number;
  /** The path of one of our files from the root, or a package. */
  readonly target: string;
  readonly isOurs: boolean;
  readonly isTypeOnly: boolean;
}

const sources = sourceFiles('.').map((file) => ({ file, text: readFileSync(file, 'utf8') }));

/** Files that users get, with their text. */
export const shipped = sources.filter(({ file }) => !isTest(file));

/** Every import in these files. */
export const imports = shipped.flatMap(({ file, text }) => importsOf(file, text));

/** Files that use functions of Node if they exist, and their own otherwise. */
export const standIns = new Set(['memory/bytes.ts', 'checker/certificate/digest.ts']);

/** Paths are relative to the root of the project, where vitest runs. */
function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(
      (entry) => !['node_modules', 'dist'].includes(entry.name) && !entry.name.startsWith('.'),
    )
    .flatMap((entry) => {
      const path = normalize(join(folder, entry.name));
      if (entry.isDirectory()) return sourceFiles(path);
      return /\.tsx?$/.test(path) ? [path] : [];
    })
    .toSorted();
}

export function isTest(file: string): boolean {
  return /\.(test|contract)\.ts$|^testing\/|^vitest\.(deep\.)?config\.ts$/.test(file);
}

export function liesIn(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}

export function importsOf(file: string, text: string): Import[] {
  const statement = /^(?:import|export)\s([^;'"]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'/gm;
  return [...text.matchAll(statement)].map((match) => {
    const [, names = '', fromStatic, fromDynamic] = match;
    const specifier = (fromStatic ?? fromDynamic)!;
    const isOurs = specifier.startsWith('.');
    return {
      file,
      line: text.slice(0, match.index).split('\n').length,
      target: isOurs ? normalize(join(dirname(file), specifier)) : specifier,
      isOurs,
      isTypeOnly: onlyTypes(names),
    };
  });
}

/** `type { A } from`, or `{ type A, type B } from`. */
function onlyTypes(names: string): boolean {
  if (names.startsWith('type ')) return true;
  const inBraces = /^\{([^}]*)\}/.exec(names.trim())?.[1];
  if (inBraces === undefined) return false;
  const each = inBraces.split(',').filter((name) => name.trim() !== '');
  return each.every((name) => name.trim().startsWith('type '));
}

export function told({ file, line, target }: Import): string {
  return `${file}:${line} imports ${target}`;
}

/** The lines without comments; a removed comment leaves its lines empty, so that line numbers stay correct. */
export function linesWithoutComments(text: string): string[] {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ''))
    .replaceAll(/\/\/.*$/gm, '')
    .split('\n');
}
