import { writeTwin } from './twin.ts';

/** The last step of `npm run build`. */
writeTwin('dist');
