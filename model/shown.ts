/** Columns of a value in a message, at most. */
const VALUE_MAX = 60;
/** A list in a list in an object: more says nothing to a reader. */
const DEPTH_MAX = 3;
const ITEMS_MAX = 8;

/**
 * A value that somebody gave, as a message shows it: JSON on one line, cut where it is long. Total, and
 * cheap whatever the value: it may be nested a million deep or be as long as a file may be.
 */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  return cut(jsonOf(value, DEPTH_MAX), VALUE_MAX);
}

/** At most so many characters; three dots stand for what is left out at the end. */
export function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 3)}...`;
}

/** Like JSON.stringify, which is recursive and reads everything. */
function jsonOf(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 2 * VALUE_MAX));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    const items = (value as unknown[]).slice(0, ITEMS_MAX);
    if (depth === 0 && items.length > 0) return '[...]';
    return `[${items.map((item) => jsonOf(item, depth - 1)).join(',')}${value.length > ITEMS_MAX ? ',...' : ''}]`;
  }
  const keys = firstKeys(value);
  if (depth === 0 && keys.length > 0) return '{...}';
  const pairs = keys.map(
    (key) => `${jsonOf(key, 0)}:${jsonOf((value as Record<string, unknown>)[key], depth - 1)}`,
  );
  return `{${pairs.join(',')}}`;
}

function firstKeys(value: object): string[] {
  const keys: string[] = [];
  for (const key in value) if (keys.push(key) === ITEMS_MAX) break;
  return keys;
}
