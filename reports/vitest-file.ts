import { placeText } from '../model/place.ts';
import type { Report } from './report.ts';

/** What a test of a finding needs. `text`: the trace, with its kernel and world. */
export interface Tested {
  readonly report: Pick<Report, 'law' | 'place' | 'kernel' | 'witness'>;
  readonly text: string;
}

/** A file for vitest that fails until the law holds. It needs the package `pasidcheck` and nothing else. */
export function vitestFile({ report: { law, place, kernel, witness }, text }: Tested): string {
  const says = `${law.name}: ${placeText(place)}`;
  const lines = text.trimEnd().split('\n');
  return [
    "import { findKernel, parseTrace, placeText, Runner, simulate, specification } from 'pasidcheck';",
    "import { expect, it } from 'vitest';",
    '',
    `// ${oneLine(witness)}`,
    'const trace = [',
    ...lines.map((line) => `  ${quoted(line)},`),
    "].join('\\n');",
    '',
    `it(${quoted(`${kernel}: ${law.title}`)}, () => {`,
    "  const stored = parseTrace(trace, 'trace');",
    '  const port = simulate(findKernel(stored.kernel!));',
    '  const broken: string[] = [];',
    '  const { skipped } = new Runner(specification, port, stored.trace.world).run(stored.trace.steps, {',
    '    broken: (_step, { law, place }) => void broken.push(`${law}: ${placeText(place)}`),',
    '  });',
    '  expect(skipped).toBe(0);',
    `  expect(broken).not.toContain(${quoted(says)});`,
    '});',
    '',
  ].join('\n');
}

/** A string of JavaScript. What could end a line inside it is escaped. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16)}`,
  );
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '?');
}
