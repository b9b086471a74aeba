import { Runner } from '../checker/run.ts';
import type { Defect } from '../defects/defect.ts';
import { simulateTraced } from '../defects/kernels.ts';
import { findFunction, functionAt } from '../implementation/fidelity/find-function.ts';
import type { Version } from '../implementation/versions/index.ts';
import type { Trace } from '../model/trace.ts';
import { specification } from '../properties/linux.ts';
import type { Sources } from '../reports/report.ts';

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

/** Functions by file, with the version that was read; and those that were not compared. */
function functionsOf(
  passed: ReadonlySet<string>,
  release: string,
): Pick<Sources, 'files' | 'unread'> {
  const files = new Map<string, string[]>();
  const unread: string[] = [];
  for (const name of new Set([...passed].flatMap((place) => functionAt(place) ?? []))) {
    const compared = findFunction(name);
    const read = compared?.read[release];
    if (compared === undefined || read === undefined) {
      unread.push(name);
      continue;
    }
    const file = `${compared.file} (${read})`;
    files.set(file, [...(files.get(file) ?? []), name]);
  }
  return { files: [...files].map(([file, functions]) => ({ file, functions })), unread };
}
