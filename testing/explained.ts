import type { Place } from '../model/place.ts';
import type { Port } from '../implementation/port.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { versions } from '../implementation/versions/index.ts';
import type { Broken, LawName } from '../model/judgement.ts';
import { parseSteps } from '../model/linux.ts';
import { findWorld } from '../model/worlds.ts';
import type { Report } from '../reports/report.ts';
import { explain } from '../checker/explain.ts';
import type { Finding } from '../checker/finding.ts';
import { Runner } from '../checker/run.ts';
import { specification } from '../properties/linux.ts';

export function kernel(name: string): Port {
  return new SimulatedKernel(name, versions.find((v) => v.name === name)!.switches);
}

/** The trace as a finding for this law, at the first place at which it is broken. */
export function finding(port: Port, law: LawName, ...lines: readonly string[]): Finding {
  const trace = { world: findWorld('sva'), steps: parseSteps(...lines) };
  const found: Broken[] = [];
  new Runner(specification, port, trace.world).run(trace.steps, {
    broken: (_step, broken) => void found.push(broken),
  });
  return {
    ...found.find((b) => b.law === law)!,
    kernel: port.name,
    trace,
    grade: 'as given',
    provenance: undefined,
  };
}

export function explained(name: string, law: LawName, ...lines: readonly string[]): Report {
  const port = kernel(name);
  return explain(specification, port, finding(port, law, ...lines));
}

export const daemonSteps = ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'open p1 d0 -> f1'];
export const daemon = (): Report => explained('linux-5.18-rc1', 'pasid-uniqueness', ...daemonSteps);
export const leftover = (): Report =>
  explained('linux-5.18-rc1', 'balance-at-rest', 'open p0 d0 -> f0', 'exit p0');

/** The history in short: actor, command, answer, changed gauges, broken laws. */
export function story({ history }: Report): string[] {
  return history.map((moment) => {
    const what =
      moment.kind === 'rest' ? 'at rest' : `${moment.actor}: ${moment.command} = ${moment.answer}`;
    const broke = moment.broke.map((b) => ` !${b.law}`).join('');
    return `${what} | ${moment.shows.join(' | ')}${broke}`;
  });
}

export const without = ({ needed }: Report): string[] => needed.map((n) => `${n.step}: ${n.says}`);

export const splatOf = (...lines: readonly string[]): Report =>
  explained('linux-5.18-rc1', 'no-splat', ...lines);

/** The reference with some switches changed, in a world. */
export function weakened(
  off: Partial<Switches>,
  world: string,
  law: LawName,
  place: Place,
  ...lines: readonly string[]
): Report {
  const port = new SimulatedKernel('weakened', { ...reference, ...off });
  const trace = { world: findWorld(world), steps: parseSteps(...lines) };
  const told = { kernel: port.name, trace, grade: 'as given', provenance: undefined } as const;
  return explain(specification, port, { law, place, witness: '', ...told });
}

export const vfio = [
  'container p0 type1v2 -> c0',
  'attach p0 c0 g0',
  'map p0 c0 i0 a0 1 rw',
] as const;
