import { checkKeys } from './keys.ts';
import { InputError } from '../../model/input-error.ts';
import { shown } from '../../model/shown.ts';

/** @throws InputError if a system of functions has no name, or a command without a function */
export function checkFunctions(
  system: {
    readonly name: string;
    readonly commands: Readonly<Record<string, unknown>>;
    readonly observes?: readonly string[];
    readonly observe?: unknown;
  },
  parts: readonly string[],
): void {
  const { name, commands, observes = [], observe } = system;
  if (typeof name !== 'string' || name.trim() === '')
    throw new InputError(`implementation: name: expected a word for reports, got ${shown(name)}`);
  checkKeys(name, system, parts);
  if (observes.length > 0 && typeof observe !== 'function')
    throw new InputError(
      `${name}: observes ${observes.join(', ')}, but observe is ${shown(observe)}; expected a function`,
    );
  if (typeof commands !== 'object' || Object.keys(commands ?? {}).length === 0)
    throw new InputError(`${name}: commands: expected a function for each, got ${shown(commands)}`);
  for (const [kind, does] of Object.entries(commands))
    if (typeof does !== 'function')
      throw new InputError(`${name}: ${kind}: expected a function, got ${shown(does)}`);
}
