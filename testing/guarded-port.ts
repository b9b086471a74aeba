import type { LinuxPort } from '../implementation/linux-port.ts';
import { NotShown } from '../model/not-shown.ts';
import type { Observable } from '../model/seen.ts';
import { observableOf, type Observation } from '../model/observation.ts';

/** For suites only: an implementation that does not show some kinds of objects, and throws if they are read nevertheless. */
export function guarded(port: LinuxPort, ...hidden: readonly Observable[]): LinuxPort {
  const observes = new Set([...port.capabilities.observes].filter((o) => !hidden.includes(o)));
  const capabilities = { ...port.capabilities, observes };
  return new Proxy(port, {
    get(target, name: keyof LinuxPort) {
      if (name === 'capabilities') return capabilities;
      if (name === 'observe') return () => watched(target.observe(), observes);
      const member = target[name];
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

function watched(seen: Observation, observes: ReadonlySet<Observable>): Observation {
  return new Proxy(seen, {
    get(target, name: keyof Observation) {
      const needs = observableOf[name];
      if (!observes.has(needs)) throw new NotShown(`asked for ${name}, but ${needs} are not shown`);
      return target[name];
    },
  });
}
