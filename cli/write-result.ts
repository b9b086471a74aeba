import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { makeFolder } from '../campaign/corpus.ts';
import { InputError } from '../model/input-error.ts';
import type { Console } from './console.ts';

/** Writes a result into a file instead of standard output, and says where. @throws InputError if that is not possible */
export function writeResult(path: string, text: string, console: Pick<Console, 'note'>): void {
  try {
    makeFolder(dirname(resolve(path)));
    writeFileSync(path, text);
  } catch (error) {
    throw cannotWrite(path, error);
  }
  console.note(`written: ${path}`);
}

/** Makes the folder of a file that is written after a long search. @throws InputError if the file cannot be written then */
export function promiseResult(path: string, option: string): void {
  try {
    const folder = dirname(resolve(path));
    makeFolder(folder);
    if (existsSync(path) && statSync(path).isDirectory())
      throw Object.assign(new Error(path), { code: 'EISDIR' });
    accessSync(existsSync(path) ? path : folder, constants.W_OK);
  } catch (error) {
    throw cannotWrite(path, error, `${option}: `);
  }
}

function cannotWrite(path: string, error: unknown, of = ''): InputError {
  const { code } = error as NodeJS.ErrnoException;
  return new InputError(
    `${of}cannot write ${JSON.stringify(path)} (${code}); expected the path of a file, in a folder that can be written`,
  );
}
