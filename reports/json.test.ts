import { describe, expect, it } from 'vitest';
import { renderJson } from './json.ts';
import { crowd, daemon, itRenders, quietEntry, wait } from './renderer.contract.ts';
import type { Report } from './report.ts';

/** The keys of every object in the text, in the order in which they are written. */
function keysOf(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(keysOf);
  return Array.isArray(value) ? inner : [Object.keys(value), ...inner];
}

describe('the JSON report', () => {
  itRenders(renderJson, ({ what, is }) => `{ "is": "${is}", "what": "${what}" }`);

  it('is the report, whole, with its format and version', () => {
    expect(JSON.parse(renderJson(crowd()))).toEqual({
      format: 'pasidcheck-report',
      version: 2,
      ...crowd(),
    });
  });

  it('says as data where a command was suspended, which one goes on, and what the trace does not have', () => {
    const { history } = JSON.parse(renderJson(wait())) as Report;
    expect(history.slice(2)).toMatchObject([
      {
        command: 'open p0 d0 -> f1 [stops at uacce_fops_open: bound, not yet listed]',
        words: { kind: 'open', stops: 'uacce_fops_open: bound, not yet listed' },
        suspended: { at: 'uacce_fops_open: bound, not yet listed' },
        answer: '...',
      },
      {
        suspended: { at: 'uacce_remove', waits: 'uacce->mutex 0', holder: 'p0' },
        answer: 'waits for uacce->mutex 0, which p0 holds',
      },
      { command: 'exit p1' },
      { continues: { command: 'open p0 d0 -> f1', step: 3 }, added: true, answer: 'PASID 2' },
      { continues: { command: 'hotplug d0 remove', step: 4 }, added: true, answer: 'success' },
    ]);
  });

  it('says what the model holds where something else is seen, where that is so first, and what leads', () => {
    const report = JSON.parse(renderJson(quietEntry())) as Report;
    expect(report.history.map(({ shows, expected }) => [shows[0], expected[0]])).toEqual([
      ['mm0', null],
      ['mm0, quiet', 'absent'],
      ['mm0, quiet', 'absent'],
    ]);
    expect([report.differsAt, report.leads.at]).toEqual([1, 2]);
    expect(report.leads.broken.law).toBe('no-reuse-while-referenced');
  });

  it('begins with its format, and orders all other keys by name', () => {
    const [top, ...inner] = keysOf(JSON.parse(renderJson(daemon())));
    expect(top!.slice(0, 2)).toEqual(['format', 'version']);
    for (const keys of [top!.slice(2), ...inner]) expect(keys).toEqual(keys.toSorted());
  });

  it('is the same whatever order the report was made in', () => {
    const report = daemon();
    const turned = Object.fromEntries(Object.entries(report).toReversed()) as typeof report;
    expect(renderJson(turned)).toBe(renderJson(report));
  });

  it('leaves out what is undefined, and ends with a newline', () => {
    const text = renderJson({ ...daemon(), provenance: undefined, replay: undefined });
    expect(JSON.parse(text)).not.toHaveProperty('provenance');
    expect(text.endsWith('}\n')).toBe(true);
  });
});
