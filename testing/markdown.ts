/** For suites only: what a page of Markdown gives its reader to run. */

/** The blocks of code in this language, in their order. */
export function codeIn(page: string, language: string): string[] {
  const block = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm');
  return [...page.matchAll(block)].map(([, code]) => code!);
}

/** The command lines: what is indented by four spaces, without comments; a here-document is of its command. */
export function commandLinesIn(page: string): string[] {
  const text = page.replaceAll(/^```[^]*?^```/gm, '');
  const lines = text.matchAll(/^ {4}(\S.*<<'(\w+)'[^]*?\n {4}\2|\S.*)$/gm);
  return [...lines].map(([, line, here]) =>
    here === undefined ? line!.replace(/\s+#.*$/, '') : line!.replaceAll(/^ {4}/gm, ''),
  );
}

/** Where links lead that are no addresses, without what is behind the #. */
export function linksIn(page: string): string[] {
  return [...page.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target));
}
