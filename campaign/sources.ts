import { Runner } from '../checker/run.ts';
import type { Defect } from '../defects/defect.ts';
import { simulateTraced } from '../defects/kernels.ts';
import { findFunction, functionAt } from '../implementation/fidelity/find-function.ts';
import { isInRelease, nearestReading, readingFor } from '../implementation/fidelity/spots.ts';
import type { LinuxFunction } from '../implementation/kernel/fidelity.ts';
import type { Version } from '../implementation/versions/index.ts';
import type { Trace } from '../model/trace.ts';
import { specification } from '../properties/linux.ts';
import type { SourceFile, Sources } from '../reports/report.ts';

/**
 * What a finding on a release says about Linux, and where a reader can check it: whether a source shows its cause, and
 * the functions that its trace passes through, each with its file and the version that was read.
 *
 * @param causes - the defects that explain it
 * @returns undefined for a kernel that claims nothing about a release
 */
export function sourcesOf(
  version: Version,
  trace: Trace,
  causes: readonly Defect[],
): Sources | undefined {
  const { release } = version;
  if (release === undefined) return undefined;
  const kernel = simulateTraced(version);
  new Runner(specification, kernel, trace.world).run(trace.steps, { broken: () => undefined });
  return { inferred: whyInferred(causes), ...functionsOf(kernel.passed, release) };
}

/** Why a finding with these causes is only inferred; undefined if a source shows the mechanism of each of them. */
export function whyInferred(causes: readonly Defect[]): string | undefined {
  if (causes.length === 0)
    return 'the catalogue has no mistake that explains it, so it follows from the simulation alone';
  const unsure = causes.filter(({ evidence }) => evidence !== 'verified');
  if (unsure.length === 0) return undefined;
  return unsure
    .map(({ id, evidence }) =>
      evidence === 'inferred'
        ? `${id} is our reading of the sources; no mail or commit describes it`
        : `${id} is a hypothesis that nobody has reported`,
    )
    .join('; ');
}

/** Functions by file, with the version that was read for the release; and those for which only another text was read. */
function functionsOf(
  passed: ReadonlySet<string>,
  release: string,
): Pick<Sources, 'files' | 'unread'> {
  const files = new Map<string, Set<string>>();
  const unread = new Map<string, Set<string>>();
  for (const f of compared(passed)) {
    if (!isInRelease(f, release)) continue;
    const own = readingFor(f, release);
    const { version, spots } = own ?? nearestReading(f, release) ?? neverRead(f);
    const list = own === undefined ? unread : files;
    for (const { file, name } of spots) addTo(list, `${file} (${version})`, name);
  }
  return { files: listed(files), unread: listed(unread) };
}

/** The functions in the tables that these places stand for, each once. */
function compared(passed: ReadonlySet<string>): ReadonlySet<LinuxFunction> {
  const names = [...passed].flatMap((place) => functionAt(place) ?? []);
  return new Set(names.flatMap((name) => findFunction(name) ?? []));
}

function neverRead({ name, file }: LinuxFunction) {
  return { version: 'never read', spots: [{ name, file }] };
}

function addTo(list: Map<string, Set<string>>, file: string, name: string): void {
  const names = list.get(file) ?? new Set();
  list.set(file, names.add(name));
}

function listed(list: ReadonlyMap<string, ReadonlySet<string>>): SourceFile[] {
  return [...list].map(([file, functions]) => ({ file, functions: [...functions] }));
}
