import type { Field } from '../../model/command.ts';
import { type Pass, withSteps } from '../pass.ts';

export const plainerWords: Pass = {
  name: 'plainer words',
  because:
    'a region or a direction that does not matter should be the first of its list; commands about the same object have to change together. Smallest: [mmap dus, munmap dus] where mmio would do.',
  *candidates(trace, spec) {
    const words = new Set<string>();
    const wordsOf = (kind: string): [string, Field][] =>
      Object.entries(spec.rules[kind]!.fields).filter(([, f]) => 'oneOf' in f);
    for (const c of trace.steps)
      for (const [field] of wordsOf(c.kind)) words.add(c[field] as string);
    for (const word of words) {
      // everywhere at once
      yield withSteps(
        trace,
        trace.steps.map((c) => {
          const found = wordsOf(c.kind).find(([field]) => c[field] === word);
          return found === undefined
            ? c
            : { ...c, [found[0]]: (found[1] as { oneOf: readonly string[] }).oneOf[0]! };
        }),
      );
    }
    for (let i = 0; i < trace.steps.length; i++) {
      const c = trace.steps[i]!;
      for (const [field, kind] of wordsOf(c.kind))
        yield withSteps(
          trace,
          trace.steps.with(i, { ...c, [field]: (kind as { oneOf: readonly string[] }).oneOf[0]! }),
        );
    }
  },
};
