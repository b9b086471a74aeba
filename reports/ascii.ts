/** What stands for a character where only ASCII may: as wide as that, where there is anything so. */
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

/** Text as any mail, terminal or log can show it: plain quotes, dashes and lines; accents are left out. */
export function inAscii(text: string): string {
  return text.replaceAll(/[^\0-\x7F]/gu, (character) => {
    const known = plain[character] ?? (/[\u2500-\u257F]/.test(character) ? '+' : undefined);
    if (known !== undefined) return known;
    const base = character.normalize('NFD')[0]!;
    return base <= '\x7F' ? base : '?';
  });
}

/** JSON that says the same in ASCII. */
export function inAsciiJson(json: string): string {
  return json.replaceAll(
    /[^\0-\x7F]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
