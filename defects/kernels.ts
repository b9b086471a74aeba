import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { MeasuredKernel } from '../implementation/kernel/measured.ts';
import { TracedKernel } from '../implementation/kernel/traced.ts';
import { type Trial, type Version, versions } from '../implementation/versions/index.ts';
import type { Command } from '../model/command.ts';
import { commands } from '../model/order.ts';
import { features } from '../model/feature.ts';
import { unknownName } from '../model/input-error.ts';
import { defectsById, mend, switchesWith } from './identify.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { controls } from './controls.ts';
import { defects } from './index.ts';
import { readChanges, readSwitches, withSwitches } from './own-switches.ts';

const suffix = '-mended';

/** The release without its known defects; undefined if it has none. */
export function mendedVersion(version: Version): Version | undefined {
  if (version.known.length === 0) return undefined;
  const { changed } = version;
  if (changed !== undefined) return withSwitches(mendedVersion(changed.from)!, changed.switches);
  return {
    name: `${version.name}${suffix}`,
    says: `${version.name} without its known mistakes`,
    ...(version.release && { release: version.release }),
    switches: mend(version.switches, defectsById(version.known)),
    has: version.has,
    known: [],
  };
}

/**
 * A kernel by name: a version; or a mended version (`linux-5.17-mended`), in which violations show that a
 * known defect might hide; or the reference with one defect of the
 * catalogue, by its id. Each of them may have changed switches (`own-switches.ts`).
 *
 * @throws InputError if the name is unknown
 */
export function findKernel(name: string): Version {
  const own = readSwitches(name);
  if (own !== undefined) return withSwitches(findKernel(own.kernel), own.switches);
  const [base, without] = name.split(WITHOUT) as [string, string?];
  if (without !== undefined) return withoutDefects(findKernel(base), without.split(','));
  const all = versions.flatMap((v) => [v, mendedVersion(v) ?? v]);
  const version = all.find((v) => v.name === name) ?? defectVersion(name);
  if (version === undefined)
    throw unknownName(
      'kernel',
      name,
      [...all.map((v) => v.name), ...defects.map(({ id }) => id), ...controls.map(({ id }) => id)],
      'list kernels, list defects',
    );
  return version;
}

/** The kernel with these switches, `NAME=VALUE` each. @throws InputError for an unknown switch, or one that is set twice */
export function withChanges(version: Version, changes: readonly string[]): Version {
  return changes.length === 0 ? version : withSwitches(version, readChanges(changes));
}

/** Separates the name of a kernel and the ids of the defects that are mended in it. */
const WITHOUT = '-without:';

/**
 * A kernel without its known defects and some other defects of the catalogue: `linux-6.3-without:exec-underflow,...`.
 *
 * @throws InputError if the defect is unknown
 */
export function withoutDefects(version: Version, ids: readonly string[]): Version {
  const all = defects.map(({ id }) => id);
  for (const id of ids) if (!all.includes(id)) throw unknownName('defect', id, all, 'list defects');
  const mended = defectsById([...version.known, ...ids]);
  return {
    name: `${version.name}${WITHOUT}${ids.join(',')}`,
    says: `${version.name} without ${ids.join(', ')}`,
    ...(version.release && { release: version.release }),
    switches: mend(version.switches, mended),
    has: version.has,
    known: [],
  };
}

function defectVersion(id: string): Version | undefined {
  const control = controls.find((c) => c.id === id);
  if (control !== undefined)
    return {
      name: id,
      says: `a control: ${control.title}`,
      switches: { ...reference, ...control.switches },
      has: features,
      known: [],
      trial: trialOf(control.worlds[0], control.trace),
    };
  const defect = defects.find((d) => d.id === id);
  if (defect === undefined) return undefined;
  return {
    name: id,
    says: `the reference, but ${defect.title}`,
    switches: switchesWith(defect),
    has: features,
    known: [],
    trial: trialOf(defect.world, defect.shortest),
  };
}

function trialOf(world: string, steps: readonly Command[]): Trial {
  return {
    world,
    overlaps: steps.some((c) => c.stops !== undefined),
    faults: steps.some((c) => c.fails !== undefined),
  };
}

export function simulate(version: Version): SimulatedKernel {
  return new SimulatedKernel(version.name, version.switches, undefined, lackedBy(version));
}

/** The same kernel, with a record of the functions that it passes through. */
export function simulateTraced(version: Version): TracedKernel {
  return new TracedKernel(version.name, version.switches, undefined, lackedBy(version));
}

/** The same kernel, with a count of the functions that it passes through. */
export function simulateMeasured(version: Version): MeasuredKernel {
  return new MeasuredKernel(version.name, version.switches, undefined, lackedBy(version));
}

/** The kinds of commands that it does not know. */
function lackedBy({ has }: Version): ReadonlySet<string> {
  const lacking = commands.filter(({ needs }) => needs !== undefined && !has.includes(needs));
  return new Set(lacking.map(({ kind }) => kind));
}
