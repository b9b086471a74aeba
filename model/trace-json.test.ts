import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traces } from '../checker/arbitrary.ts';
import { traceJsonSchema, readTrace, writeTrace } from './trace-json.ts';
import { worlds } from './world.ts';

describe('a stored trace', () => {
  it('reads back as it was written, whatever the trace', () => {
    for (const world of worlds)
      fc.assert(
        fc.property(traces(world), (trace) => {
          const text = writeTrace({ trace, kernel: 'reference' });
          const read = readTrace(text, 'memory');
          expect(read.trace).toEqual(trace);
          expect(writeTrace(read)).toBe(text);
        }),
        { seed: 1, numRuns: 40 },
      );
  });

  it('has the schema that is published', () => {
    const published: unknown = JSON.parse(readFileSync('schemas/trace.schema.json', 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(traceJsonSchema())));
  });
});
