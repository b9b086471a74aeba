import { bundleProgram } from './bundle.ts';
import { writeTwin } from './twin.ts';

/** The last steps of `npm run build`, after the compiler. */
writeTwin('dist');
await bundleProgram('dist');
