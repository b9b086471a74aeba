import { Runner } from '../checker/run.ts';
import { simulate } from '../defects/kernels.ts';
import { reference, type SwitchName, type Switches } from '../implementation/kernel/switches.ts';
import type { Version } from '../implementation/versions/index.ts';
import { isContinuation } from '../model/continuations.ts';
import { lackedIn } from '../model/feature.ts';
import { type Broken, keyOf, violationText } from '../model/judgement.ts';
import type { StoredTrace } from '../model/trace-json.ts';
import { specification } from '../properties/linux.ts';

/** What a trace does on one kernel. */
export type Verdict = 'broken' | 'holds' | 'cannot be asked';

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

/** A switch and its value in the kernel where the trace is broken. */
export interface Setting {
  readonly name: SwitchName;
  readonly value: string;
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
    const why = whyNot(stored, version);
    if (why !== undefined) {
      rows.push({ kernel: version.name, verdict: 'cannot be asked', broken: [], why, needs: [] });
      continue;
    }
    const { broken, skipped } = outcomeOn(stored, version, version.switches);
    const isBroken = broken.length > 0;
    const before = asked.findLast(
      (other) => other.isBroken !== isBroken && familyOf(other.version) === familyOf(version),
    );
    rows.push({
      kernel: version.name,
      verdict: isBroken ? 'broken' : 'holds',
      broken: [...new Set(broken.map((one) => violationText(one)))],
      ...(skipped > 0 && { why: `${skipped} of ${stored.trace.steps.length} steps not issued` }),
      needs: isBroken ? settingsThatMatter(stored, version, reference) : [],
      ...(before && { difference: differenceTo(stored, before.version, version, isBroken) }),
    });
    asked.push({ version, isBroken });
  }
  return rows;
}

/** Why the kernel cannot be asked; undefined if it can. */
function whyNot({ trace }: StoredTrace, version: Version): string | undefined {
  const missing = lackedIn(version, trace.world);
  if (missing !== undefined) return `it has no ${missing}`;
  const { commands, points } = simulate(version).capabilities;
  const unknown = trace.steps.find((c) => !isContinuation(c) && !commands.has(c.kind));
  if (unknown !== undefined) return `it has no ${unknown.kind}`;
  const stop = trace.steps.find((c) => c.stops !== undefined && !points.includes(c.stops));
  return stop && `it has no point “${stop.stops}”`;
}

function outcomeOn(stored: StoredTrace, version: Version, switches: Switches) {
  const broken: Broken[] = [];
  const { trace, violates } = stored;
  const runner = new Runner(specification, simulate({ ...version, switches }), trace.world);
  const { skipped } = runner.run(trace.steps, {
    broken(_step, one) {
      if (violates === undefined || keyOf(one) === keyOf(violates)) broken.push(one);
    },
  });
  return { broken, skipped };
}

/** The switches of a kernel on which the trace is broken that, alone set as in another one, make it hold. */
function settingsThatMatter(stored: StoredTrace, on: Version, as: Switches): Setting[] {
  return differing(on.switches, as)
    .filter((name) => {
      const changed = { ...on.switches, [name]: as[name] };
      return outcomeOn(stored, on, changed).broken.length === 0;
    })
    .map((name) => ({ name, value: on.switches[name] }));
}

function differenceTo(stored: StoredTrace, before: Version, version: Version, isBroken: boolean) {
  const [broken, whole] = isBroken ? [version, before] : [before, version];
  return { from: before.name, settings: settingsThatMatter(stored, broken, whole.switches) };
}

/** Releases are compared with releases, and designs with designs. */
function familyOf({ name }: Version): string {
  return name.split('-')[0]!;
}

function differing(a: Switches, b: Switches): SwitchName[] {
  return (Object.keys(reference) as SwitchName[]).filter((name) => a[name] !== b[name]);
}
