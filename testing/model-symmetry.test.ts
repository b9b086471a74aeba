import { describe, expect, it } from 'vitest';
import { Canonicaliser } from '../memory/canonical.ts';
import { drawFrom, traces } from '../checker/arbitrary.ts';
import { stream } from '../checker/randomness.ts';
import type { Command } from '../model/command.ts';
import { State } from '../model/state.ts';
import { commandText } from '../model/linux.ts';
import { worlds } from '../model/worlds.ts';
import { type Names, renameAtRandom } from './renaming.ts';
import { specification } from '../properties/linux.ts';
import { vocabulary } from '../model/linux.ts';

/** Names and counters after a renaming begin here, beyond all that were renamed. */
const FRESH = 300;

describe.each(worlds.filter(({ vfio }) => vfio !== undefined))('in $name', (world) => {
  it('names and places mean nothing to the specification', () => {
    const random = stream(1, 'model symmetry', world.name);
    const pick = (limit: number): number => random.nextInt(0, limit - 1);
    const arbitrary = traces(specification, world);
    const draw = drawFrom(random);
    const s = new State(world);
    const canonical = new Canonicaliser([s.layout], { rows: true, names: () => true });
    const form = (): string => {
      canonical.run();
      return canonical.form.subarray(0, canonical.length).join(' ');
    };
    const answered = (c: Command): string => {
      const rules = specification.rules[c.kind]!;
      if (!rules.possible(s, c)) return 'not possible';
      const a = rules.typical(s, c);
      rules.next(s, c, a);
      // dma returns the number of an mm
      return `${a.errno} ${c.kind === 'dma' ? '' : a.value} ${form()}`;
    };
    for (let i = 0; i < 20; i++) {
      const { steps } = arbitrary.generate(draw, undefined).value;
      s.reset();
      for (const [at, c] of steps.slice(0, 30).entries()) {
        const before = s.layout.snapshot();
        const { made } = s;
        const here = form();
        const names = renameAtRandom([s.layout], pick, world, () => false);
        s.made = FRESH;
        const way = steps.slice(0, at).map(commandText).join('; ');
        expect(form(), `the form of ${way}`).toBe(here);
        const renamed = answered(mapped(c, names));
        s.layout.restore(before);
        s.made = made;
        // the answer is the same, and so is the state afterwards
        const told = answered(c);
        expect(renamed, `${commandText(c)} after ${way}`).toBe(told);
      }
    }
  });
});

function mapped(c: Command, names: Names): Command {
  const renamed: Record<string, string | number | undefined> = { ...c };
  vocabulary.eachName(c, (sort, field, name, makes) => {
    renamed[field] = makes ? FRESH : names(sort, name);
  });
  return renamed as Command;
}
