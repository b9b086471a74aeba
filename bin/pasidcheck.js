#!/usr/bin/env node
import { existsSync } from 'node:fs';

// `npx pasidcheck` means the same in a clone and where the package is installed. A clone has the sources,
// which are run as they are now: nobody runs yesterday’s build. A package has what was built of them, and
// needs no tsx.
const sources = new URL('../cli/main.ts', import.meta.url);
if (existsSync(sources)) {
  await import('tsx');
  await import(sources.href);
} else {
  await import('../dist/cli/main.js');
}
