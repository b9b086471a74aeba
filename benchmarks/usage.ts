import { compiledMain } from './built.ts';

export const benchUsage = `npm run bench -- [options]

  --world NAME    the world whose traces are drawn (sva)
  --seed N        the seed of the traces (1)
  --traces N      traces per round (8000)
  --rounds N      measured rounds, after two for warming up (7)
  --built         also measures built code, which users run, side by side
  --whole         measures only the whole search, for a profile
  --json FILE     writes the figures as JSON
  --profile       says how to take a CPU profile`;

export const howToProfile = `A CPU profile of the built code, which users run, with only the whole search:

  npx tsc -p benchmarks/tsconfig.json
  node --cpu-prof --cpu-prof-dir=out ${compiledMain} --whole --rounds 20

Open out/CPU.*.cpuprofile in the Performance panel of Chrome DevTools, or at speedscope.app.
Times of inlined functions count for their callers; --no-turbo-inlining separates them, but is slower.`;

export const underTsx =
  'These figures are for the sources under tsx. Users run built code: --built measures that too.';
