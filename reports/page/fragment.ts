/** The trace that the fragment of an address holds, so that a link is a finding: `#trace=...`. */
export function traceInFragment(fragment: string): string | undefined {
  const found = /(?:^#|&)trace=([^&]*)/.exec(fragment)?.[1];
  if (found === undefined) return undefined;
  try {
    return decodeURIComponent(found.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** The fragment for a trace. */
export function fragmentOf(text: string): string {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.replaceAll(/ {2,}/g, ' ').trim());
  return `#trace=${encodeURIComponent(lines.join('\n')).replaceAll('%20', '+')}`;
}
