import type { Leftover } from '../../model/process/seen.ts';
import type { Kernel } from './kernel.ts';
import { type KernelObject, objectsOf } from './objects.ts';

/**
 * The objects that remain at rest, in words: each object with its counters and the objects that still point to
 * it, then everything else, such as PASIDs and table entries. Objects to which nothing points come first: there a reference was
 * taken and never dropped. Objects that a driver rightly holds are not listed.
 */
export function leftovers(k: Kernel): readonly Leftover[] {
  const rest: Leftover[] = [];
  const full: string[] = [];
  for (const s of k.subsystems) {
    if (s.slabs !== undefined)
      for (const { live, name } of s.slabs(k)) if (live > 0) full.push(name);
    if (s.leftovers !== undefined) rest.push(...s.leftovers(k));
  }
  return full.length === 0 ? rest : [...inSlabs(k, full), ...rest];
}

function inSlabs(k: Kernel, slabs: readonly string[]): readonly Leftover[] {
  const objects = objectsOf(k.machine.layout);
  const left = slabs
    .flatMap((name) => objects.in(name))
    .map((object) => ({ object, holders: objects.holdersOf(object) }));
  const lost = left.filter(({ holders }) => holders.length === 0);
  const held = left.filter(({ holders }) => holders.length > 0);
  return [...lost, ...held].map(({ object, holders }) => ({
    kind: 'object',
    says: leftText(k, object, holders),
  }));
}

/** The names of fields that count references. */
const counters: Readonly<Record<string, string>> = {
  users: 'mm_users',
  count: 'mm_count',
  refs: 'refs',
  usage: 'usage',
  pins: 'pins',
};

/** `mm_struct mm0 (mm_users 0, mm_count 1), held by arm_smmu_ctx_desc of mm0` */
function leftText(k: Kernel, object: KernelObject, holders: readonly KernelObject[]): string {
  const objects = objectsOf(k.machine.layout);
  const { table, row } = object;
  const counts = table.fields.flatMap((field) =>
    counters[field] === undefined ? [] : [`${counters[field]} ${row[field]}`],
  );
  const by = new Set(holders.map((holder) => objects.text(holder)));
  return [
    objects.text(object),
    counts.length > 0 ? ` (${counts.join(', ')})` : '',
    by.size > 0 ? `, held by ${[...by].join(', ')}` : ', held by nothing that is left',
  ].join('');
}
