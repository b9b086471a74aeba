import { reference, type Switches } from '../implementation/kernel/switches.ts';
import type { Version } from '../implementation/versions/index.ts';
import { type Broken, keyOf, violationText } from '../model/judgement.ts';
import type { StoredTrace } from '../model/trace-json.ts';
import { type Setting, settingsThatMatter } from './settings.ts';
import { standingOf, type Verdict, whyNotAsked } from './standing.ts';

/** One kernel of `where`. */
export interface Row {
  readonly kernel: string;
  readonly verdict: Verdict;
  /** What is broken, in words; none if it holds. */
  readonly broken: readonly string[];
  /** Why it cannot be asked, or which steps could not be issued, in words. */
  readonly why?: string;
  /** Where it is broken: its switches that, alone set to the value of the reference, make it hold. */
  readonly needs: readonly Setting[];
  /** Its switches that make the difference to the last release or design before it with the other verdict, each alone. */
  readonly difference?: { readonly from: string; readonly settings: readonly Setting[] };
}

/**
 * Runs a trace on each kernel. If a violation is stored with it, only that one counts; otherwise every violation does.
 *
 * @param versions - in the order in which neighbours are compared
 */
export function whereBroken(stored: StoredTrace, versions: readonly Version[]): Row[] {
  const rows: Row[] = [];
  const asked: { version: Version; isBroken: boolean }[] = [];
  for (const version of versions) {
    const why = whyNotAsked(version, stored.trace);
    if (why !== undefined) {
      rows.push({ kernel: version.name, verdict: 'cannot be asked', broken: [], why, needs: [] });
      continue;
    }
    const { broken, skipped } = standingOf(version, stored.trace, (one) => isMeant(stored, one));
    const isBroken = broken.length > 0;
    const before = asked.findLast(
      (other) => other.isBroken !== isBroken && familyOf(other.version) === familyOf(version),
    );
    rows.push({
      kernel: version.name,
      verdict: isBroken ? 'broken' : 'holds',
      broken: [...new Set(broken.map((one) => violationText(one)))],
      ...(skipped > 0 && { why: `${skipped} of ${stored.trace.steps.length} steps not issued` }),
      needs: isBroken ? settingsOf(stored, version, reference) : [],
      ...(before && { difference: differenceTo(stored, before.version, version, isBroken) }),
    });
    asked.push({ version, isBroken });
  }
  return rows;
}

function differenceTo(stored: StoredTrace, before: Version, version: Version, isBroken: boolean) {
  const [broken, whole] = isBroken ? [version, before] : [before, version];
  return { from: before.name, settings: settingsOf(stored, broken, whole.switches) };
}

function settingsOf(stored: StoredTrace, on: Version, as: Switches): Setting[] {
  return settingsThatMatter(stored.trace, on, as, (broken) => isMeant(stored, broken));
}

function isMeant({ violates }: StoredTrace, broken: Broken): boolean {
  return violates === undefined || keyOf(broken) === keyOf(violates);
}

/** Releases are compared with releases, and designs with designs. */
function familyOf({ name }: Version): string {
  return name.split('-')[0]!;
}
