import { settingsText } from '../campaign/settings.ts';
import { type Row, whereBroken } from '../campaign/where.ts';
import { versions } from '../implementation/versions/index.ts';
import { worldText } from '../model/world-text.ts';
import { coloured } from '../reports/colour.ts';
import { columns } from './columns.ts';
import type { Console } from './console.ts';
import { nameOf, readTraceArgument } from './trace-argument.ts';

export interface WhereOptions {
  readonly json: boolean;
}

/** `pasidcheck where`: on which kernels a trace breaks a law, and which switches make the difference. 0: it is an answer. */
export function where(path: string, { json }: WhereOptions, console: Console): number {
  const stored = readTraceArgument(path, console);
  const rows = whereBroken(stored, versions);
  if (json) {
    for (const row of rows) console.print(`${JSON.stringify({ kind: 'kernel', ...row })}\n`);
    return 0;
  }
  const asked = rows.filter(({ verdict }) => verdict !== 'cannot be asked');
  console.print(`${nameOf(path)}   world ${worldText(stored.trace.world)}\n\n`);
  console.print(
    columns(
      asked.map((row) => [row.kernel, row.verdict, detail(row)]),
      console.width,
      (cell) => (console.colour ? inVerdictColour(cell) : cell),
    ),
  );
  const others = rows.filter((row) => !asked.includes(row));
  if (others.length > 0) {
    console.print('\ncannot be asked:\n');
    console.print(
      columns(
        others.map((row) => [`  ${row.kernel}`, row.why ?? '']),
        console.width,
      ),
    );
  }
  return 0;
}

function inVerdictColour(cell: string): string {
  if (cell === 'broken') return coloured(['red'], cell);
  return cell === 'holds' ? coloured(['green'], cell) : cell;
}

function detail({ broken, difference, needs, verdict, why }: Row): string {
  const parts = [
    broken.join('; '),
    needs.length > 0 ? `needs ${settingsText(needs)}` : '',
    difference === undefined ? '' : differenceText(difference, verdict === 'broken'),
    why ?? '',
  ];
  return parts.filter((part) => part !== '').join('. ') || 'no law is broken';
}

/** The settings are those of the kernel on which it is broken. */
function differenceText(
  { from, settings }: NonNullable<Row['difference']>,
  isBroken: boolean,
): string {
  if (settings.length === 0) return `unlike ${from}, but for no single switch alone`;
  const what = settingsText(settings);
  return isBroken ? `unlike ${from}, because of ${what}` : `unlike ${from} with its ${what}`;
}
