import { controls } from '../defects/controls.ts';
import { defects } from '../defects/index.ts';
import { mendedVersion } from '../defects/kernels.ts';
import { allPoints } from '../implementation/kernel/points.ts';
import { type SwitchName, switchTable } from '../implementation/kernel/switches.ts';
import { versions } from '../implementation/versions/index.ts';
import { unknownName } from '../model/input-error.ts';
import { usage } from '../model/parse.ts';
import { worlds } from '../model/worlds.ts';
import { bounds, rangeText } from '../model/world-bounds.ts';
import { laws } from '../properties/laws/index.ts';
import { columns, type Rows } from './columns.ts';
import type { Console } from './console.ts';
import { vocabulary } from '../model/linux.ts';

const lists: Readonly<Record<string, () => Rows>> = {
  kernels: () =>
    versions.map((v) => [
      v.name,
      mendedVersion(v) === undefined
        ? v.says
        : `${v.says} (${v.name}-mended: without its known mistakes)`,
    ]),
  switches: () =>
    (Object.keys(switchTable) as SwitchName[]).map((name) => [
      name,
      switchTable[name].values.map((value) => valueText(name, value)).join(', '),
      switchTable[name].says,
    ]),
  worlds: () => worlds.map((w) => [w.name, w.says]),
  bounds: () => bounds.map((b) => [b.name, `${rangeText(b)}: ${b.says}`]),
  commands: () => vocabulary.steps.map((c) => [c.kind, usage(c), c.says]),
  points: () => allPoints.map((point) => [point]),
  laws: () => laws.map((l) => [l.name, `${l.title}. Why: ${l.because}.`]),
  defects: () => [
    ...defects.map((d) => [d.id, d.evidence, `breaks ${d.law}`, d.title]),
    ...controls.map((c) => [c.id, 'control', 'breaks nothing', c.title]),
  ],
};

export const listable = Object.keys(lists);

/** `pasidcheck list`: names with their meaning. */
export function list(what: string, console: Console): number {
  const rows = Object.hasOwn(lists, what) ? lists[what] : undefined;
  if (rows === undefined) throw unknownName('list', what, listable);
  console.print(columns(rows(), console.width));
  return 0;
}

/** `mmput (linux-5.18-rc1)`: the releases with this value; the first value is marked as that of the reference. */
function valueText(name: SwitchName, value: string): string {
  const isReference = switchTable[name].values[0] === value;
  const others = versions.filter((v) => v.switches[name] === value).map((v) => v.name);
  const who = isReference ? ['reference'] : others;
  return who.length === 0 ? value : `${value} (${who.join(', ')})`;
}
