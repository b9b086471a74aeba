import { writeFileSync } from 'node:fs';
import { traceJsonSchema } from '../model/trace-schema.ts';

/** Writes the published schema of stored traces; a test compares it with what the code says. */
writeFileSync(
  new URL('trace.schema.json', import.meta.url),
  `${JSON.stringify(traceJsonSchema(), undefined, 2)}\n`,
);
