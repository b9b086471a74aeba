import { type Pass, withSteps } from '../pass.ts';

export const dropName: Pass = {
  name: 'drop a name',
  because:
    'the commands about one file or process belong together: its close needs its open, and the remainder needs neither. Deletes all commands that mention a name. Smallest: [open -> f0, mmap f0, open -> f1, exit] for a law that needs f1 only.',
  *candidates(trace, spec) {
    const names = new Set<string>();
    for (const c of trace.steps)
      spec.vocabulary.eachName(c, (sort, _field, name) => names.add(`${sort} ${name}`));
    for (const target of names)
      yield withSteps(
        trace,
        trace.steps.filter((c) => {
          let mentions = false;
          spec.vocabulary.eachName(c, (sort, _field, name) => {
            if (`${sort} ${name}` === target) mentions = true;
          });
          return !mentions;
        }),
      );
  },
};
