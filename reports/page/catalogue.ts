import { defects } from '../../defects/index.ts';
import type { Defect } from '../../defects/defect.ts';
import { switchTable } from '../../implementation/kernel/switches.ts';
import { allPoints } from '../../implementation/kernel/points.ts';
import { versions } from '../../implementation/versions/index.ts';
import { vocabulary } from '../../model/linux.ts';
import { printTrace } from '../../model/trace-text.ts';
import { findWorld, worlds } from '../../model/worlds.ts';
import { withFreshNames } from './fresh-names.ts';
import type { Catalogue } from './played.ts';

/** Everything that can be chosen or completed. */
export function catalogue(): Catalogue {
  return {
    kernels: versions.map(({ name, says }) => ({ name, says })),
    worlds: worlds.map(({ name, says }) => ({ name, says })),
    commands: vocabulary.steps.map(({ kind, says }) => ({ name: kind, says, args: argsOf(kind) })),
    points: allPoints,
    switches: Object.entries(switchTable).map(([name, { says, values }]) => ({
      name,
      says,
      values,
    })),
    defects: defects.map(entryOf),
  };
}

/** `p0 d0 -> f0`; a choice of words as `ro|rw`. */
function argsOf(kind: string): string {
  return vocabulary
    .fieldsOf(kind)
    .map(([, field]) => {
      if ('oneOf' in field) return field.oneOf.join('|');
      return 'makes' in field
        ? `-> ${vocabulary.letter(field.makes)}0`
        : `${vocabulary.letter(field.uses)}0`;
    })
    .join(' ');
}

function entryOf({
  id,
  title,
  law,
  evidence,
  world,
  shortest,
}: Defect): Catalogue['defects'][number] {
  const trace = { world: findWorld(world), steps: withFreshNames(shortest) };
  return { id, title, law, evidence, text: printTrace({ trace, kernel: id }) };
}
