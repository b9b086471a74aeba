import { guess, InputError } from '../../model/input-error.ts';
import { shown } from '../../model/shown.ts';

/** Checks that an object has no property but these. @throws InputError with the nearest of them */
export function checkKeys(where: string, given: unknown, known: readonly string[]): void {
  if (given === undefined) return;
  if (typeof given !== 'object' || given === null)
    throw new InputError(`${where}: expected { ${known.join(', ')} }, got ${shown(given)}`);
  const wrong = Object.keys(given).find((key) => !known.includes(key));
  if (wrong !== undefined)
    throw new InputError(
      `${where}: there is no ${shown(wrong)}${guess(wrong, known)} (known: ${known.join(', ')})`,
    );
}
