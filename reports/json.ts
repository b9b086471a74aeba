import type { Report } from './report.ts';

/** Increased if an older reader would misread a newer report. */
const formatVersion = 2;

/**
 * The report as JSON: the keys of every object in alphabetical order, a newline at the end. Characters that could control
 * a terminal are escaped.
 */
export function renderJson(report: Report): string {
  const ordered = JSON.stringify(report, inOrder, 2)
    .slice(1)
    .replaceAll(/[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu, escapes);
  return `{\n  "format": "pasidcheck-report",\n  "version": ${formatVersion},${ordered}\n`;
}

function escapes(sign: string): string {
  return Array.from(
    { length: sign.length },
    (_, i) => `\\u${sign.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
