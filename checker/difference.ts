import { type StateLine } from '../model/state-line.ts';
import type { DifferenceLine } from '../reports/report.ts';

/**
 * Two states as one list, as in a patch. Lines are matched by their object, so that the two halves of a change are
 * adjacent.
 */
export function difference(
  before: readonly StateLine[],
  after: readonly StateLine[],
): DifferenceLine[] {
  const was = byKey(before);
  const is = byKey(after);
  return orderOf([...was.keys()], [...is.keys()]).flatMap((key): DifferenceLine[] => {
    const old = was.get(key);
    const now = is.get(key);
    if (old !== undefined && now !== undefined && old.is === now.is)
      return [{ change: 'stays', ...now }];
    return [
      ...(old === undefined ? [] : [{ change: 'goes', ...old } as const]),
      ...(now === undefined ? [] : [{ change: 'comes', ...now } as const]),
    ];
  });
}

/** A second line about the same object has another key. */
function byKey(lines: readonly StateLine[]): Map<string, StateLine> {
  const found = new Map<string, StateLine>();
  for (const line of lines) {
    let key = line.what;
    for (let n = 2; found.has(key); n++) key = `${line.what}:${n}`;
    found.set(key, line);
  }
  return found;
}

/** The order of the later state; a line that disappears stays after the line that it followed. */
function orderOf(before: readonly string[], after: readonly string[]): string[] {
  const order = [...after];
  before.forEach((key, i) => {
    if (order.includes(key)) return;
    order.splice(i === 0 ? 0 : order.indexOf(before[i - 1]!) + 1, 0, key);
  });
  return order;
}
