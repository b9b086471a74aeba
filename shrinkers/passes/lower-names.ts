import { type Command, type Sort } from '../../model/command.ts';
import { eachName } from '../../model/names.ts';
import { type Pass, withSteps } from '../pass.ts';

export const lowerNames: Pass = {
  name: 'lower names',
  because:
    'names are only names: f7 and d1 read better as f0 and d0, and two findings that differ only in names are one. Renames everything by its first appearance. Smallest: [open p0 d1 -> f3].',
  *candidates(trace, rules) {
    const renamed = new Map<string, number>();
    // p0 is there from the start and keeps its name.
    const next: Record<Sort, number> = { process: 1, device: 0, file: 0, handle: 0, pasid: 0 };
    const steps: Command[] = trace.steps.map((c) => {
      const changed: Record<string, string | number> = { ...c };
      eachName(rules[c.kind]!, c, (sort, field, name) => {
        const old = `${sort} ${name}`;
        if (!renamed.has(old))
          renamed.set(old, sort === 'process' && name === 0 ? 0 : next[sort]++);
        changed[field] = renamed.get(old)!;
      });
      return changed as Command;
    });
    yield withSteps(trace, steps);
  },
};
