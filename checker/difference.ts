/**
 * Two states in lines `what: how it is` as one list, as in a patch: lines that stay begin with two
 * spaces, those that go with `- `, those that come with `+ `. Lines are matched by their `what`, so
 * that the two halves of a change stand together.
 */
export function difference(before: readonly string[], after: readonly string[]): string[] {
  const was = byKey(before);
  const is = byKey(after);
  return orderOf([...was.keys()], [...is.keys()]).flatMap((key) => {
    const old = was.get(key);
    const now = is.get(key);
    if (old === now) return [`  ${now}`];
    return [...(old === undefined ? [] : [`- ${old}`]), ...(now === undefined ? [] : [`+ ${now}`])];
  });
}

/** A second line about the same thing has a key of its own. */
function byKey(lines: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of lines) {
    const what = line.split(':', 1)[0]!;
    let key = what;
    for (let n = 2; found.has(key); n++) key = `${what}:${n}`;
    found.set(key, line);
  }
  return found;
}

/** The order of what comes after; what is gone stands behind what it stood behind. */
function orderOf(before: readonly string[], after: readonly string[]): string[] {
  const order = [...after];
  before.forEach((key, i) => {
    if (order.includes(key)) return;
    order.splice(i === 0 ? 0 : order.indexOf(before[i - 1]!) + 1, 0, key);
  });
  return order;
}
