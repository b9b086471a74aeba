import { colourRules } from './drawing/palette.ts';

/** A page of text and tables: it has no script and loads nothing. @param main - HTML */
export function plainPage({
  title,
  main,
}: {
  readonly title: string;
  readonly main: string;
}): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>
${colourRules(':root')}
body { margin: 0 auto; max-width: 1360px; padding: 14px 16px 40px; background: var(--ground); color: var(--ink); font: 15px/1.45 ui-sans-serif, system-ui, 'DejaVu Sans', sans-serif; }
h1 { font-size: 25px; margin: 6px 0 8px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 14px; }
th, td { text-align: left; vertical-align: top; padding: 5px 14px 5px 0; border-bottom: 1px solid var(--line); }
a { color: inherit; }
td a { font-weight: 600; }
.hint { color: var(--faint); }
.new { color: var(--wrong); font-weight: 700; }
.text { max-width: 100ch; }
.text pre { overflow-x: auto; padding: 10px 12px; background: var(--stripe); border: 1px solid var(--line); border-radius: 6px; }
code { font: 13px ui-monospace, 'DejaVu Sans Mono', Consolas, monospace; }
</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;
}

/** Text in HTML. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
