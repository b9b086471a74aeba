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

/** The text beside its label; further lines stand under the text. */
export function beside(label: string, text: string, width: number): string[] {
  return wrap(text, width - label.length).map((line, i) =>
    i === 0 ? label + line : ' '.repeat(label.length) + line,
  );
}
