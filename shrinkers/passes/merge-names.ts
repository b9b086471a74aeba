import { type Command, type Sort, sorts } from '../../model/command.ts';
import { eachName } from '../../model/names.ts';
import { type Pass, withSteps } from '../pass.ts';

export const mergeNames: Pass = {
  name: 'merge names',
  because:
    'a second process, device or file is often only a detour: what it does, the first can do. Uses one name for another everywhere and drops the command that made the second. Smallest: [open p0 -> f0, fork p0 -> p1, exit p1] for a law that needs an exit of the opener.',
  *candidates(trace, rules) {
    for (const sort of sorts) {
      const names = namesOf(trace.steps, sort);
      for (const from of names)
        for (const to of names) {
          if (from === to) continue;
          const steps: Command[] = [];
          for (const c of trace.steps) {
            let made = false;
            let changed: Command = c;
            eachName(rules[c.kind]!, c, (s, field, name, makes) => {
              if (s !== sort || name !== from) return;
              if (makes) made = true;
              else changed = { ...changed, [field]: to };
            });
            if (!made) steps.push(changed);
          }
          yield withSteps(trace, steps);
        }
    }

    function namesOf(steps: readonly Command[], sort: Sort): number[] {
      const found = new Set<number>();
      for (const c of steps)
        eachName(rules[c.kind]!, c, (s, _field, name) => {
          if (s === sort) found.add(name);
        });
      return [...found].toSorted((a, b) => a - b);
    }
  },
};
