/** For suites only: the programs and command lines in a page of Markdown. */

/** The blocks of code in this language, in order. */
export function codeIn(page: string, language: string): string[] {
  const block = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm');
  return [...page.matchAll(block)].map(([, code]) => code!);
}

/** The command lines: lines indented by four spaces, without comments; a here-document belongs to its command. */
export function commandLinesIn(page: string): string[] {
  const text = page.replaceAll(/^```[^]*?^```/gm, '');
  const lines = text.matchAll(/^ {4}(\S.*<<'(\w+)'[^]*?\n {4}\2|\S.*)$/gm);
  return [...lines].map(([, line, here]) =>
    here === undefined ? line!.replace(/\s+#.*$/, '') : line!.replaceAll(/^ {4}/gm, ''),
  );
}

/** The targets of links that are not web addresses, without the part after the #. */
export function linksIn(page: string): string[] {
  return [...page.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target));
}
