import type { Behaviour, LinuxFunction } from '../kernel/fidelity.ts';
import { readingFor, type Spot } from './spots.ts';
import type { FidelityTable } from './tables.ts';

/** In docs/fidelity.md the tables follow this line; the text before it is written by hand. */
const BEGIN = '<!-- tables: npm run fidelity -->\n';
/** So that prettier leaves the wide tables as they are. */
const [IGNORE, HEED] = ['<!-- prettier-ignore-start -->\n', '<!-- prettier-ignore-end -->\n'];

/** The page with these tables in place of its own. */
export function withTables(page: string, tables: readonly FidelityTable[]): string {
  const at = page.indexOf(BEGIN);
  if (at < 0) throw new Error(`docs/fidelity.md has no line ${BEGIN.trim()}`);
  const written = [IGNORE, figures(tables), ...tables.map(section), HEED].join('\n');
  return `${page.slice(0, at)}${BEGIN}\n${written}`;
}

const verdicts = ['same', 'simplified', 'not simulated'] as const;

/** How many behaviours of each half have each verdict, and how many of those that differ hide something. */
function figures(tables: readonly FidelityTable[]): string {
  const rows = tables.map(({ title, functions }) => {
    const all = functions.flatMap(({ behaviours }) => behaviours);
    const counts = verdicts.map((verdict) => all.filter((b) => b.verdict === verdict).length);
    const hiding = all.filter((b) => b.verdict !== 'same' && b.hides !== 'nothing').length;
    return row([title, ...[...counts, hiding, all.length].map(String)]);
  });
  return table(['half', ...verdicts, 'of these hide something', 'behaviours'], rows, [0]);
}

function section({ title, functions }: FidelityTable): string {
  return [`## ${title}\n`, ...functions.map(ofFunction)].join('\n');
}

function ofFunction(f: LinuxFunction): string {
  return [
    `### \`${f.name}\`\n`,
    ...readTexts(f).map((text) => `${text}\n`),
    ...lifeTexts(f).map((text) => `${text}\n`),
    table(['Linux', 'versions', 'simulation', 'test'], f.behaviours.map(ofBehaviour)),
  ].join('\n');
}

/** For each place where texts have it: `` `drivers/iommu/iommu.c`; read in v5.17 (linux-5.17), v5.18 (linux-5.18) ``. */
function readTexts(f: LinuxFunction): string[] {
  const releases = Object.keys(f.read);
  if (releases.length === 0) return [`\`${f.file}\`; not read`];
  const places = new Map<string, Map<string, string[]>>();
  for (const release of releases) {
    const { version, spots } = readingFor(f, release)!;
    addRelease(places, spots.map((spot) => spotText(f, spot)).join(' and '), version, release);
  }
  return [...places].map(([place, byVersion]) => {
    const texts = [...byVersion].map(([version, of]) => `${version} (${of.join(', ')})`);
    return `${place}; read in ${texts.join(', ')}`;
  });
}

function addRelease(
  places: Map<string, Map<string, string[]>>,
  place: string,
  version: string,
  release: string,
): void {
  const byVersion = places.get(place) ?? new Map<string, string[]>();
  places.set(place, byVersion);
  byVersion.set(version, [...(byVersion.get(version) ?? []), release]);
}

/** The file, and the name in it if that is another. */
function spotText(f: LinuxFunction, { file, name }: Spot): string {
  return name === f.name ? `\`${file}\`` : `\`${file}: ${name}\``;
}

function lifeTexts({ since, until }: LinuxFunction): string[] {
  const life = [
    ...(since === undefined ? [] : [`not before ${since}`]),
    ...(until === undefined ? [] : [`not after ${until}`]),
  ].join(', ');
  return life === '' ? [] : [`${life[0]!.toUpperCase()}${life.slice(1)}.`];
}

function ofBehaviour(b: Behaviour): string {
  const source = b.source === undefined ? '' : ` (${b.source})`;
  const differs = b.verdict === 'same' ? '' : `: ${b.because} Hides ${b.hides}.`;
  const where = b.verdict === 'not simulated' ? '' : ` \`${b.simulation}\``;
  const test = b.verdict === 'not simulated' ? '' : b.test;
  return row([`${b.linux}${source}`, b.versions, `**${b.verdict}**${differs}${where}`, test]);
}

/** @param left - the columns of text; all others have numbers */
function table(
  heads: readonly string[],
  rows: readonly string[],
  left?: readonly number[],
): string {
  const rule = heads.map((_, i) => (left === undefined || left.includes(i) ? '---' : '---:'));
  return `${[row(heads), row(rule), ...rows].join('\n')}\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
