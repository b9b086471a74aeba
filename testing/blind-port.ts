import { Runner } from '../checker/run.ts';
import type { LinuxPort } from '../implementation/linux-port.ts';
import type { Port } from '../implementation/port.ts';
import type { Broken } from '../model/judgement.ts';
import type { Observable } from '../model/seen.ts';
import { observableOf, observables, type Observation } from '../model/observation.ts';
import { showingOnly } from '../model/showing-only.ts';
import type { Trace } from '../model/trace.ts';
import { specification } from '../properties/linux.ts';

/** For suites only: an implementation that shows only some kinds of objects, and throws when another is read. */
export function blindPort(port: LinuxPort, observes: readonly Observable[]): LinuxPort {
  const capabilities = { ...port.capabilities, observes: new Set(observes) };
  const shown = Object.entries(observableOf).filter(([, kind]) => capabilities.observes.has(kind));
  const names = shown.map(([name]) => name as keyof Observation);
  /** The last observation, whole and in part; a port returns the same whole one while the world stays. */
  let last: { readonly whole: Observation; readonly part: Observation } | undefined;
  const observe = (): Observation => {
    const whole = port.observe();
    if (last?.whole !== whole)
      last = { whole, part: showingOnly(Object.fromEntries(names.map((n) => [n, whole[n]]))) };
    return last.part;
  };
  return new Proxy(port, {
    get(target, key) {
      if (key === 'capabilities') return capabilities;
      if (key === 'observe') return observe;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const kinds = Object.keys(observables);

/** No kind, every kind except one, and every kind. */
export const views: readonly (readonly Observable[])[] = [
  [],
  ...kinds.map((hidden) => kinds.filter((what) => what !== hidden)),
  kinds,
];

/** The laws that a trace breaks, in the order in which they show. */
export function brokenOn(port: Port, { world, steps }: Trace): Broken[] {
  const found: Broken[] = [];
  new Runner(specification, port, world).run(steps, { broken: (_step, b) => void found.push(b) });
  return found;
}
