import { compiledMain } from './built.ts';

export const benchUsage = `npm run bench -- [options]

  --world NAME    the world whose traces are drawn (sva)
  --seed N        of the traces (1)
  --traces N      traces per round (8000)
  --rounds N      rounds that count, after two that warm up (7)
  --built         measures built code as well, side by side: what users run
  --whole         only the whole search, for a profile
  --json FILE     writes the figures as JSON
  --profile       how to take a CPU profile`;

export const howToProfile = `A CPU profile of what users run, the whole search alone:

  npx tsc -p benchmarks/tsconfig.json
  node --cpu-prof --cpu-prof-dir=out ${compiledMain} --whole --rounds 20

Open out/CPU.*.cpuprofile in the Performance panel of Chrome DevTools, or at speedscope.app.
Times of inlined functions count for their callers; --no-turbo-inlining tells them apart, but slows.`;

export const underTsx =
  'These are the sources under tsx. Users run built code: --built measures that as well.';
