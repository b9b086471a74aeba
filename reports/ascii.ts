/** The ASCII replacement of a character, of the same width if possible. */
const plain: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '·': '*',
  '•': '*',
  '×': 'x',
  '…': '...',
  '→': '->',
  '←': '<-',
  '⇒': '=>',
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
  '─': '-',
  '━': '-',
  '│': '|',
  '┃': '|',
  '\u00A0': ' ',
  '\u202F': ' ',
};

/** Text for any mail, terminal or log: plain quotes, dashes and lines, and no accents. */
export function inAscii(text: string): string {
  return text.replaceAll(/[^\0-\x7F]/gu, (character) => {
    const known = plain[character] ?? (/[\u2500-\u257F]/.test(character) ? '+' : undefined);
    if (known !== undefined) return known;
    const base = character.normalize('NFD')[0]!;
    return base <= '\x7F' ? base : '?';
  });
}

/** The same JSON in ASCII. */
export function inAsciiJson(json: string): string {
  return json.replaceAll(
    /[^\0-\x7F]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
