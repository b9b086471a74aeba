import { escaped, plainPage } from './plain-page.ts';

/** A finding in the index of many. */
export interface IndexEntry {
  /** The file of its page, beside the index. */
  readonly page: string;
  readonly law: string;
  readonly title: string;
  readonly placeSays: string;
  readonly kernel: string;
  readonly world: string;
  readonly commands: number;
  readonly grade: string;
  readonly isKnown: boolean;
  /** Catalogued mistakes that explain it. */
  readonly causes: readonly string[];
}

/** A table of findings, each with a link to its page. It has no script and loads nothing. */
export function indexPage(entries: readonly IndexEntry[]): string {
  const fresh = entries.filter(({ isKnown }) => !isKnown).length;
  const rows = entries.toSorted(inOrder).map(rowOf);
  return plainPage({
    title: 'Findings of pasidcheck',
    main: `<h1>Findings</h1>
<p>${entries.length} ${entries.length === 1 ? 'trace breaks' : 'traces break'} a law; ${fresh} ${fresh === 1 ? 'is' : 'are'} no known mistake of the kernel.</p>
<div class="wide" tabindex="0" role="region" aria-label="Findings">
<table>
<thead><tr><th scope="col">law</th><th scope="col">place</th><th scope="col">kernel, world</th><th scope="col">commands</th><th scope="col">grade</th><th scope="col">known?</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>`,
  });
}

/** New ones first, then by law and length. */
function inOrder(a: IndexEntry, b: IndexEntry): number {
  return (
    Number(a.isKnown) - Number(b.isKnown) ||
    (a.law === b.law ? a.commands - b.commands : a.law < b.law ? -1 : 1)
  );
}

function rowOf(entry: IndexEntry): string {
  const { page, law, title, placeSays, kernel, world, commands, grade, isKnown, causes } = entry;
  const known = isKnown ? 'known' : '<span class="new">new for this kernel</span>';
  const cells = [
    `<a href="${encodeURIComponent(page)}">${escaped(title)}</a><br><span class="hint">${escaped(law)}</span>`,
    escaped(placeSays),
    `${escaped(kernel)}<br><span class="hint">${escaped(world)}</span>`,
    String(commands),
    escaped(grade),
    [known, ...causes.map(escaped)].join('<br>'),
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}
