/** One search of a mutant: a world, and what else may happen in it. */
export interface Search {
  readonly world: string;
  readonly way: 'plain' | 'faults' | 'overlaps';
}

/** The searches that a mutant gets, the quickest to notice most first. A search that never reaches it is left out. */
export const searches: readonly Search[] = (['plain', 'faults', 'overlaps'] as const).flatMap(
  (way) =>
    ['sva', 'sva-small', 'vfio', 'vtd', 'enqcmd', 'sets'].map((world): Search => ({ world, way })),
);

export function searchText({ world, way }: Search): string {
  return way === 'plain' ? world : `${world} with ${way}`;
}

/** What the process that searches a mutant is given, and what it answers. */
export interface Order {
  readonly searches: readonly number[];
  readonly seed: number;
  /** The number of traces in each search. */
  readonly runs: number;
}

export interface Verdict {
  /** The first violation, in words, and the search that found it. */
  readonly noticed?: { readonly search: number; readonly what: string };
  /** For the kernel with all mutants in it: those that each search reached, by the number of the search. */
  readonly reached: readonly (readonly string[])[];
}
