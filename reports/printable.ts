/**
 * The same data with every control character in its strings replaced: names and witnesses may come from a foreign file,
 * and must not control a terminal or break a line.
 */
export function printable<T>(data: T): T {
  if (typeof data === 'string') return data.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?') as T;
  if (Array.isArray(data)) return data.map(printable) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, printable(value)]),
  ) as T;
}
