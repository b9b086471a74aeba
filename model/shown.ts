/** The largest width of a value in a message. */
const VALUE_MAX = 60;
/** A list in a list in an object: deeper nesting tells a reader nothing. */
const DEPTH_MAX = 3;
const ITEMS_MAX = 8;

/**
 * An input value as a message shows it: JSON on one line, cut if it is long. Total and cheap for
 * every value: it may be nested a million deep or be as long as a file may be.
 */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  return cut(jsonOf(value, DEPTH_MAX), VALUE_MAX);
}

/** The beginning of a text, up to a number of characters; three dots stand for the end. */
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
