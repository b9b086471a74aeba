import { searchAtRandom } from '../../checker/random.ts';
import { SimulatedKernel } from '../../implementation/kernel/simulated.ts';
import { reference } from '../../implementation/kernel/switches.ts';
import { violationText } from '../../model/judgement.ts';
import { findWorld } from '../../model/worlds.ts';
import { specification } from '../../properties/linux.ts';
import { type Order, searches, type Verdict } from './searches.ts';

/**
 * The process that searches one mutant, bundled with it: takes an order as its argument and prints the verdict. The searches
 * count traces and read no clock, so that a mutant is noticed or not on every machine alike.
 */

/** The counters of Stryker’s instrumented code, if that is in the bundle. */
/** Where the instrumented code counts what it passes: in a global of this name. */
const STRYKER = '__stryker__';

type Counting = Partial<
  Record<typeof STRYKER, { mutantCoverage?: { static: Record<string, number> } }>
>;

const { searches: wanted, seed, runs } = JSON.parse(process.argv[2]!) as Order;
const counting = globalThis as Counting;
const reached: string[][] = [];
let noticed: Verdict['noticed'];
for (const search of wanted) {
  const { world, way } = searches[search]!;
  const passed = counting[STRYKER]?.mutantCoverage;
  if (passed) passed.static = {};
  searchAtRandom({
    specification,
    port: new SimulatedKernel('mutant', reference),
    world: findWorld(world),
    seed,
    faults: way === 'faults',
    ...(way === 'overlaps' && { interleave: 'pct' as const }),
    first: true,
    // The first violation is enough; nobody shrinks it.
    pursues(broken) {
      noticed ??= { search, what: violationText(broken) };
      return false;
    },
    goOn: ({ traces }) => noticed === undefined && traces < runs,
    onFinding: () => {},
  });
  reached[search] = Object.keys(counting[STRYKER]?.mutantCoverage?.static ?? {});
  if (noticed !== undefined) break;
}
process.stdout.write(JSON.stringify({ ...(noticed && { noticed }), reached } satisfies Verdict));
