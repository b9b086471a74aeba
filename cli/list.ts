import { controls } from '../defects/controls.ts';
import { defects } from '../defects/index.ts';
import { mendedVersion } from '../defects/kernels.ts';
import { allPoints } from '../implementation/kernel/machine/points.ts';
import { versions } from '../implementation/versions/index.ts';
import { unknownName } from '../model/input-error.ts';
import { usage } from '../model/parse.ts';
import { stepRules } from '../model/steps.ts';
import { worlds } from '../model/world.ts';
import { laws } from '../properties/laws/index.ts';
import type { Console } from './console.ts';

type Rows = readonly (readonly string[])[];

const lists: Readonly<Record<string, () => Rows>> = {
  kernels: () =>
    versions.map((v) => [
      v.name,
      mendedVersion(v) === undefined
        ? v.says
        : `${v.says} (${v.name}-mended: without what it is known for)`,
    ]),
  worlds: () => worlds.map((w) => [w.name, w.says]),
  commands: () => stepRules.map((c) => [c.kind, usage(c), c.says]),
  points: () => allPoints.map((point) => [point]),
  laws: () => laws.map((l) => [l.name, `${l.title}: ${l.because}`]),
  defects: () => [
    ...defects.map((d) => [d.id, d.evidence, `breaks ${d.law}`, d.title]),
    ...controls.map((c) => [c.id, 'control', 'breaks nothing', c.title]),
  ],
};

export const listable = Object.keys(lists);

/** `pasidcheck list`: one line each. */
export function list(what: string, console: Console): number {
  const rows = Object.hasOwn(lists, what) ? lists[what] : undefined;
  if (rows === undefined) throw unknownName('list', what, listable);
  console.print(columns(rows()));
  return 0;
}

/** Pads all columns but the last. */
function columns(rows: Rows): string {
  const widths = rows[0]!.slice(0, -1).map((_, i) => Math.max(...rows.map((r) => r[i]!.length)));
  return rows
    .map(
      (row) =>
        `${row.map((cell, i) => (i < widths.length ? cell.padEnd(widths[i]!) : cell)).join('  ')}\n`,
    )
    .join('');
}
