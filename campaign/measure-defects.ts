import { kernelWith } from '../defects/identify.ts';
import type { Defect } from '../defects/defect.ts';
import { searchAtRandom } from '../checker/random.ts';
import type { Finding } from '../checker/finding.ts';
import { findWorld } from '../model/world.ts';
import { commandText } from '../model/text.ts';

/** One search for one defect. Times are in milliseconds of the clock that was handed in. */
export interface Search {
  readonly seed: number;
  readonly finding: Finding | undefined;
  readonly millisecondsToFind: number;
  readonly millisecondsToShrink: number;
}

/** How well one defect is found and shrunk, over several seeds. */
export interface Measure {
  readonly defect: Defect;
  readonly searches: readonly Search[];
  readonly found: number;
  /** Of those found, how many ended in a trace as long as the catalogue’s. */
  readonly asShort: number;
  /** The different final texts, the most frequent first, with how often each. */
  readonly texts: readonly { readonly text: string; readonly count: number }[];
}

/** Looks for one defect with each seed, up to a budget of time for each. */
export function measureDefect(
  defect: Defect,
  seeds: readonly number[],
  budgetMs: number,
  now: () => number,
): Measure {
  const searches = seeds.map((seed) => searchOnce(defect, seed, budgetMs, now));
  const traces = searches.flatMap((s) => (s.finding ? [s.finding.trace] : []));
  const counts = new Map<string, number>();
  for (const trace of traces) {
    const text = trace.steps.map(commandText).join('; ');
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return {
    defect,
    searches,
    found: traces.length,
    asShort: traces.filter((t) => t.steps.length <= defect.shortest.length).length,
    texts: [...counts]
      .map(([text, count]) => ({ text, count }))
      .toSorted((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1)),
  };
}

function searchOnce(defect: Defect, seed: number, budgetMs: number, now: () => number): Search {
  const start = now();
  let finding: Finding | undefined;
  let foundAt = 0;
  searchAtRandom({
    port: kernelWith(defect),
    world: findWorld(defect.world),
    seed,
    first: true,
    pursues(broken) {
      const isIt = broken.law === defect.law && broken.place === defect.place;
      if (isIt && foundAt === 0) foundAt = now();
      return isIt;
    },
    goOn: () => now() - start < budgetMs,
    onFinding(f) {
      finding = f;
    },
  });
  const end = now();
  return finding === undefined
    ? { seed, finding, millisecondsToFind: end - start, millisecondsToShrink: 0 }
    : { seed, finding, millisecondsToFind: foundAt - start, millisecondsToShrink: end - foundAt };
}
