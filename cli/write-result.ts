import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../model/input-error.ts';
import type { Console } from './console.ts';

/** Writes a result into a file instead of standard output, and says where. @throws InputError if that is not possible */
export function writeResult(path: string, text: string, console: Pick<Console, 'note'>): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      `cannot write ${JSON.stringify(path)} (${code}); expected the path of a file, in a folder that can be written`,
    );
  }
  console.note(`written: ${path}`);
}
