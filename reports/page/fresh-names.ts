import type { Command } from '../../model/command.ts';
import { vocabulary } from '../../model/linux.ts';

/**
 * The same commands with a new name for each object. A stored list of commands may create a name again when its first
 * object is gone; a text may not.
 */
export function withFreshNames(steps: readonly Command[]): Command[] {
  /** For each name of the list, the name that it has now. */
  const now = new Map<string, number>();
  const next = new Map<string, number>();
  return steps.map((c) => {
    const changed: Record<string, string | number | undefined> = { ...c };
    vocabulary.eachName(c, (sort, field, name, makes) => {
      const word = vocabulary.name(sort, name);
      const least = next.get(sort) ?? 0;
      if (makes && (now.has(word) || name < least)) now.set(word, least);
      else if (!now.has(word)) now.set(word, name);
      const own = now.get(word)!;
      next.set(sort, Math.max(least, own + 1));
      changed[field] = own;
    });
    return changed as Command;
  });
}
