import type { Command } from '../../model/command.ts';
import { mentions } from '../edits.ts';
import { type Pass, withSteps } from '../pass.ts';
import type { Specification } from '../../properties/specification.ts';

export const dropUnconnected: Pass = {
  name: 'drop what is unconnected',
  because:
    'the law breaks at the last command, and a command that shares no name with it, even indirectly, is hardly relevant. Keeps the last command with the commands that create its names; then, ring by ring, the commands that are connected with those, first through objects that the trace creates, then through objects that exist from the start and that nearly all commands share; of each ring first the latest commands. Smallest: [open p0 d1 -> f0, open p0 d0 -> f1, close p0 f0, close p0 f1] for a law that needs f1 only.',
  *candidates(trace, spec) {
    const { steps } = trace;
    if (steps.length < 3) return;
    let proposed = 0;
    for (const kept of rings(steps, spec)) {
      if (kept.size <= proposed || kept.size === steps.length) continue;
      proposed = kept.size;
      yield withSteps(
        trace,
        steps.filter((_, i) => kept.has(i)),
      );
    }
  },
};

/** Growing sets of commands around the last one, by their indices. */
function* rings(steps: readonly Command[], spec: Specification): Generator<ReadonlySet<number>> {
  const named = steps.map((c) => mentions(c, spec));
  const makers = makersOf(steps, spec);
  const made = new Set(makers.keys());
  const withMakers = (places: Iterable<number>): Set<number> => {
    const kept = new Set(places);
    // the makers of the names that a maker uses are appended, and visited later
    for (const i of kept)
      for (const name of named[i]!) {
        const maker = makers.get(name);
        if (maker !== undefined && maker < i) kept.add(maker);
      }
    return kept;
  };
  const last = steps.length - 1;
  let core = withMakers([last]);
  yield core;
  for (const counts of [(name: string) => made.has(name), () => true])
    for (let before = 0; before < core.size;) {
      before = core.size;
      const names = new Set([...core].flatMap((i) => named[i]!).filter(counts));
      const ring = named.flatMap((own, i) => (own.some((name) => names.has(name)) ? [i] : []));
      for (let count = 1; count < ring.length; count *= 2)
        yield withMakers([...core, ...ring.slice(-count)]);
      core = withMakers([...core, ...ring]);
      yield core;
    }
}

/** The index of the command that creates a name; names without a maker exist from the start. */
function makersOf(steps: readonly Command[], spec: Specification): Map<string, number> {
  const makers = new Map<string, number>();
  steps.forEach((c, i) =>
    spec.vocabulary.eachName(c, (sort, _field, name, makes) => {
      if (makes && !makers.has(`${sort} ${name}`)) makers.set(`${sort} ${name}`, i);
    }),
  );
  return makers;
}
