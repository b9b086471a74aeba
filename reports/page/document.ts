import { escaped } from './plain-page.ts';
import type { PageData } from './played.ts';

/** The parts of a page that are the same for every trace. */
export interface Parts {
  readonly style: string;
  readonly script: string;
  /** Packed: see `ui/unpack.ts`. */
  readonly worker: string;
  /** The hash of a text as a policy names it: `sha256-...`. */
  readonly hash: (text: string) => string;
}

/** What stands where the data of a trace will be. */
const places = { title: '@@title@@', plain: '@@plain@@', data: '@@data@@' } as const;

/**
 * The page without a trace: one file that loads nothing. Its policy names the one style and the one script by their hashes,
 * and lets nothing else run or be fetched.
 */
export function template({ style, script, worker, hash }: Parts): string {
  const code = inScript(script);
  const policy = [
    "default-src 'none'",
    `script-src '${hash(code)}'`,
    `style-src '${hash(style)}'`,
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${places.title}</title>
<style>${style}</style>
</head>
<body>
<main id="page"></main>
<noscript><pre>${places.plain}</pre></noscript>
<script type="application/json" id="data">${places.data}</script>
<script type="text/plain" id="worker">${worker}</script>
<script>${code}</script>
</body>
</html>
`;
}

/** What a page shows. `plain`: the report as text, for who lets no script run. */
export interface Shown {
  readonly title: string;
  readonly plain: string;
  readonly data: PageData;
}

/** The page of a trace. */
export function pageOf(made: string, { title, plain, data }: Shown): string {
  const parts: Readonly<Record<string, string>> = {
    [places.title]: escaped(title),
    [places.plain]: escaped(plain),
    [places.data]: JSON.stringify(data).replaceAll('<', '\\u003c'),
  };
  return made.replaceAll(/@@(?:title|plain|data)@@/g, (place) => parts[place]!);
}

/** Code in which nothing ends its element, or begins a comment of HTML. */
function inScript(code: string): string {
  return code.replaceAll(/<(?=\/script|!--|script)/gi, String.raw`\x3c`);
}
