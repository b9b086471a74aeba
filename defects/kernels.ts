import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
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

/** The release without the defects that it is known for; undefined if it is known for none. */
export function mendedVersion(version: Version): Version | undefined {
  if (version.known.length === 0) return undefined;
  const { changed } = version;
  if (changed !== undefined) return withSwitches(mendedVersion(changed.from)!, changed.switches);
  return {
    name: `${version.name}${suffix}`,
    says: `${version.name} without its known mistakes`,
    switches: mend(version.switches, defectsById(version.known)),
    has: version.has,
    known: [],
  };
}

/**
 * A kernel by name: a version, or a version that is mended (`linux-5.17-mended`), which is where a
 * violation is looked for that a known defect might hide; or the reference with one defect of the
 * catalogue, by its id. Any of them may have switches of one’s own (`own-switches.ts`).
 *
 * @throws InputError if there is none
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

/** With switches of one’s own, `NAME=VALUE` each. @throws InputError for one that there is not, or that is set twice */
export function withChanges(version: Version, changes: readonly string[]): Version {
  return changes.length === 0 ? version : withSwitches(version, readChanges(changes));
}

/** Between the name of a kernel and the ids of defects that are mended in it. */
const WITHOUT = '-without:';

/**
 * A kernel without some defects of the catalogue besides what it is known for: `linux-6.3-without:exec-underflow,...`.
 *
 * @throws InputError if there is no such defect
 */
export function withoutDefects(version: Version, ids: readonly string[]): Version {
  const all = defects.map(({ id }) => id);
  for (const id of ids) if (!all.includes(id)) throw unknownName('defect', id, all, 'list defects');
  const mended = defectsById([...version.known, ...ids]);
  return {
    name: `${version.name}${WITHOUT}${ids.join(',')}`,
    says: `${version.name} without ${ids.join(', ')}`,
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

export function simulate({ name, switches, has }: Version): SimulatedKernel {
  const lacking = commands.filter(({ needs }) => needs !== undefined && !has.includes(needs));
  const lacks = new Set(lacking.map(({ kind }) => kind));
  return new SimulatedKernel(name, switches, undefined, lacks);
}
