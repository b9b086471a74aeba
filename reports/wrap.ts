/** Breaks text at spaces into lines of at most `width` columns; a longer word is broken anywhere. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/)) {
    if (line !== '' && line.length + 1 + word.length <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    for (; line.length > width; line = line.slice(width)) lines.push(line.slice(0, width));
  }
  return line === '' ? lines : [...lines, line];
}

/** Breaks text at spaces, like `wrap`, but a longer word, such as the name of a file, has its own line and is not broken. */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/)) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** The text beside its label; further lines are indented to the text. */
export function beside(label: string, text: string, width: number): string[] {
  return wrap(text, width - label.length).map((line, i) =>
    i === 0 ? label + line : ' '.repeat(label.length) + line,
  );
}

/** The smallest width of a text beside another column. */
const COLUMN_MIN = 24;

/**
 * Breaks lines that are too long. The remainder of a line is indented to its last column that is not too far to the
 * right, or a little further than the line. Coloured lines do not change: their renderer has already wrapped them.
 *
 * @param shell - the beginning of shell commands, which are broken between words, so that they can still be copied
 */
export function fold(text: string, width: number, shell?: string): string {
  return text
    .split('\n')
    .flatMap((line) => {
      if (line.length <= width || line.includes('\u001b')) return [line];
      return folded(line, width, shell !== undefined && line.trimStart().startsWith(shell));
    })
    .join('\n');
}

function folded(line: string, width: number, isCommand: boolean): string[] {
  const indent = /^ */.exec(line)![0].length;
  const gaps = [...line.matchAll(/(?<=\S) {2,}/g)].map(({ 0: gap, index }) => index + gap.length);
  const column = gaps.findLast((at) => at <= width - COLUMN_MIN);
  if (column !== undefined) return beside(line.slice(0, column), line.slice(column), width);
  const end = isCommand ? ' \\' : '';
  const parts = (isCommand ? wrapWords : wrap)(line.slice(indent), width - indent - 2 - end.length);
  return parts.map((part, i) => {
    const before = ' '.repeat(i === 0 ? indent : indent + 2);
    return before + part + (i < parts.length - 1 ? end : '');
  });
}
