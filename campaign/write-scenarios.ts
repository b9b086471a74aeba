import { writeFileSync } from 'node:fs';
import { scenarioFile, scenarios, scenarioText } from './scenarios.ts';

/** `npm run scenarios` writes the scenarios into the corpus. */
for (const scenario of scenarios)
  writeFileSync(
    new URL(`../corpus/${scenarioFile(scenario)}`, import.meta.url),
    scenarioText(scenario),
  );
