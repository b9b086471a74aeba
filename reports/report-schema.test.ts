import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { renderJson } from './json.ts';
import { examples, hostile } from './renderer.contract.ts';

const schema = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')) as Parameters<
  typeof z.fromJSONSchema
>[0];
const described = z.fromJSONSchema(schema);
const asData = (text: string) => JSON.parse(text) as Record<string, unknown>;

const report = (): Record<string, unknown> => asData(renderJson(examples.wait()));

describe('the published schema describes', () => {
  it.each(Object.entries({ ...examples, hostile }))('the report on %s', (_name, example) => {
    expect(described.safeParse(asData(renderJson(example()))).error).toBeUndefined();
  });
});

describe('it does not describe a report', () => {
  it.each(Object.keys(report()))('with another %s', (key) => {
    expect(described.safeParse({ ...report(), [key]: 1.5 }).success).toBe(false);
  });

  it('with a key that it does not have, also inside', () => {
    expect(described.safeParse({ ...report(), more: 1 }).success).toBe(false);
    const [first, ...others] = report()['history'] as readonly object[];
    const history = [{ ...first, more: 1 }, ...others];
    expect(described.safeParse({ ...report(), history }).success).toBe(false);
  });
});
