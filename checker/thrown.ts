import { ImplementationThrew } from '../implementation/port.ts';
import { type Answer, threw } from '../model/answer.ts';
import { InputError } from '../model/input-error.ts';
import type { Broken } from '../model/judgement.ts';
import { NotShown } from '../model/not-shown.ts';

/** The law that an implementation breaks if it throws, whatever the specification is. */
const LAW = 'answers-conform';

/** The finding about a command that threw instead of answering. No rule admits that, so none is asked. */
export function answerThrown(command: string, a: Answer): Broken {
  return {
    law: LAW,
    place: { command, answer: `threw ${nameOf(a)}` },
    witness: `${command} threw ${a.thrown}.`,
  };
}

/** The finding about deferred work, or an observation, that threw. */
export function otherThrown(what: 'deferred work' | 'an observation', a: Answer): Broken {
  return {
    law: LAW,
    place: { clause: `${what} threw ${nameOf(a)}` },
    witness: `${what[0]!.toUpperCase()}${what.slice(1)} threw ${a.thrown}.`,
  };
}

/** `TypeError` of `TypeError: x is not a function` */
function nameOf({ thrown = '' }: Answer): string {
  return thrown.replace(/:.*/s, '');
}

/**
 * The error of an implementation whose observation threw while laws read it; undefined if something else threw. The laws are
 * called again, with an observation that marks its own errors: so observations need not be guarded where they are read millions of
 * times.
 *
 * @param read - reads the observation as before; reading changes nothing
 */
export function thrownBy<S extends object>(seen: S, read: (seen: S) => void): Answer | undefined {
  try {
    read(marking(seen));
  } catch (error) {
    if (error instanceof ImplementationThrew) return threw(error.cause);
  }
  return undefined;
}

/** The same object, and what its functions return; what they throw is marked as the implementation’s. */
function marking<S extends object>(seen: S): S {
  return new Proxy(seen, {
    get: (target, name) => {
      const member: unknown = marked(() => Reflect.get(target, name, target));
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => marked(() => Reflect.apply(member, target, args) as unknown);
    },
  });
}

function marked<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    // These two are about the caller, who reads what is not shown or gives what cannot be used.
    if (error instanceof NotShown || error instanceof InputError) throw error;
    throw new ImplementationThrew(error);
  }
}
