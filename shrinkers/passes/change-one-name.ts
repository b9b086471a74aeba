import { eachName } from '../../model/names.ts';
import { type Pass, withSteps } from '../pass.ts';

export const changeOneName: Pass = {
  name: 'change one name',
  because:
    'sometimes only one mention has to change: the last open may as well be on d0. Replaces one mention of a name by a lower one. Smallest: [open p0 d0, exit p0, open p1 d1] where any device will do.',
  *candidates(trace, rules) {
    for (let i = 0; i < trace.steps.length; i++) {
      const c = trace.steps[i]!;
      const mentions: { field: string; name: number }[] = [];
      eachName(rules[c.kind]!, c, (_sort, field, name, makes) => {
        if (!makes) mentions.push({ field, name });
      });
      for (const { field, name } of mentions)
        for (let lower = 0; lower < name; lower++)
          yield withSteps(trace, trace.steps.with(i, { ...c, [field]: lower }));
    }
  },
};
