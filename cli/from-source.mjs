// A thread has to be told anew how to load TypeScript: tsx tells only the first one. Not part of the built program.
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
