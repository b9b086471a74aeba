import { Marked, type Tokens } from 'marked';
import { dirname, join, normalize, relative } from 'node:path/posix';
import { escaped, plainPage } from '../reports/page/plain-page.ts';

/** The files of a site by their paths in it. */
export type Site = ReadonlyMap<string, string>;

/** The first page, which plays a finding. */
const FRONT = 'index.html';
/** Where the README lists the pages of the documentation. */
export const DOCS = 'README.html#documentation';
/** What a page may link to besides pages: data that a browser shows. */
const shown = /\.(json|yml)$/;

/**
 * The documentation as a site that needs no server: each Markdown file as a page at its own place, with the explorer in
 * front. A link to a source file becomes its name, because a browser does not show it.
 *
 * @param front - the explorer, which links to `DOCS`
 * @param files - Markdown, and the data that it links to, by their paths in the repository
 */
export function docsSite(front: string, files: Site): Site {
  const pages = [...files].map(([path, text]): [string, string] =>
    path.endsWith('.md') ? [pageAt(path), pageOf(path, text, files)] : [path, text],
  );
  return new Map([[FRONT, front], ...pages]);
}

function pageAt(path: string): string {
  return path.replace(/\.md$/, '.html');
}

function pageOf(path: string, text: string, files: Site): string {
  const up = relative(dirname(path), '.') || '.';
  const title = /^# (.+)$/m.exec(text)?.[1] ?? path;
  return plainPage({
    title: `${title.replaceAll('`', '')} (pasidcheck)`,
    main: `<p class="hint"><a href="${up}/${FRONT}">Explorer</a> · <a href="${up}/${DOCS}">Documentation</a></p>
<div class="text">
${markdown(path, files).parse(text, { async: false })}
</div>`,
  });
}

/** Markdown as GitHub reads it: headings have anchors, and links lead from file to file. */
function markdown(path: string, files: Site): Marked {
  const slugs = new Map<string, number>();
  return new Marked({
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading) {
        const slug = slugOf(text);
        const seen = slugs.get(slug) ?? 0;
        slugs.set(slug, seen + 1);
        const id = seen === 0 ? slug : `${slug}-${seen}`;
        return `<h${depth} id="${escaped(id)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }: Tokens.Link) {
        const inner = this.parser.parseInline(tokens);
        const to = addressIn(path, href, files);
        return to === undefined ? inner : `<a href="${escaped(to)}">${inner}</a>`;
      },
      table({ header, rows }: Tokens.Table) {
        const row = (cells: readonly Tokens.TableCell[], tag: string): string =>
          `<tr>${cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('')}</tr>`;
        const lines = rows.map((cells) => row(cells, 'td')).join('\n');
        return `<div class="wide" tabindex="0" role="region" aria-label="Table"><table>\n<thead>${row(header, 'th')}</thead>\n<tbody>\n${lines}\n</tbody>\n</table></div>\n`;
      },
    },
  });
}

/** As GitHub makes the anchor of a heading. */
function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

/** Where a link leads on the site; undefined if the site has no such file. */
function addressIn(path: string, href: string, files: Site): string | undefined {
  if (/^(https?:|#)/.test(href)) return href;
  const [file = '', anchor] = href.split('#');
  const target = normalize(join(dirname(path), file));
  if (!files.has(target) || !(target.endsWith('.md') || shown.test(target))) return undefined;
  return pageAt(file) + (anchor === undefined ? '' : `#${anchor}`);
}
