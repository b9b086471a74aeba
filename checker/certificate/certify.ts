import { placeText } from '../../model/place.ts';
import type { Port } from '../../implementation/port.ts';
import type { Certificate } from '../../model/certificate.ts';
import { commandsIn } from '../../model/in-world.ts';
import { type Broken, keyOf } from '../../model/judgement.ts';
import type { Trace } from '../../model/trace.ts';
import { endless, type Patience } from '../../shrinkers/patience.ts';
import { atOnce, type Work } from '../../shrinkers/work.ts';
import { breaking } from '../reproduce.ts';
import { Runner } from '../run.ts';
import { type PlainSearch, searchingPlainly } from './plain-search.ts';
import type { AnyWorld } from '../../model/any-world.ts';
import type { Specification } from '../../properties/specification.ts';

/** Plain searches of one kernel in one world. Each depth is searched once, and all findings share it. */
export class Certifier {
  readonly #spec: Specification;
  readonly #port: Port;
  readonly #world: AnyWorld;
  readonly #limit: number;
  readonly #searches = new Map<number, PlainSearch | undefined>();

  /** @param limit - the largest number of full states; beyond it nothing is certified */
  constructor(spec: Specification, port: Port, world: AnyWorld, limit: number) {
    this.#spec = spec;
    this.#port = port;
    this.#world = world;
    this.#limit = limit;
  }

  /**
   * The certificate that no trace of up to `commands` commands breaks the law at the place; or `false` if one does; or
   * `too much`.
   */
  certify(
    target: Broken,
    commands: number,
    patience: Patience = endless,
  ): Certificate | 'false' | 'too much' {
    return atOnce(this.certifying(target, commands, patience));
  }

  /** The same for a run that may have to wait. */
  *certifying(
    target: Broken,
    commands: number,
    patience: Patience = endless,
  ): Work<Certificate | 'false' | 'too much'> {
    const search = yield* this.#search(commands, patience);
    if (search === undefined) return 'too much';
    if (search.breaks.has(keyOf(target))) return 'false';
    return {
      commands,
      alphabet: alphabetOf(this.#spec, this.#port, this.#world),
      levels: search.levels,
      states: sum(search.levels),
      sha256: search.digest,
    };
  }

  /**
   * The shortest trace of up to `commands` commands that breaks the law at the place; undefined if there is none, or if
   * the search is too large.
   */
  *shortest(target: Broken, commands: number): Work<Trace | undefined> {
    const search = yield* this.#search(commands, endless);
    return search?.shortest.get(keyOf(target))?.trace;
  }

  *#search(depth: number, patience: Patience): Work<PlainSearch | undefined> {
    if (!this.#searches.has(depth)) {
      const search = yield* searchingPlainly(
        this.#spec,
        this.#port,
        this.#world,
        depth,
        this.#limit,
        patience,
      );
      if (search === undefined && !patience()) return undefined; // another time it may have longer
      this.#searches.set(depth, search);
    }
    return this.#searches.get(depth);
  }
}

/**
 * Checks a certificate again: runs the trace, and searches everything shorter by the plain search.
 *
 * @returns what is wrong with it, in words; empty if it holds
 */
export function refute(
  spec: Specification,
  port: Port,
  trace: Trace,
  target: Broken,
  certificate: Certificate,
): readonly string[] {
  return atOnce(refuting(spec, port, trace, target, certificate));
}

/** The same for a run that may have to wait. */
export function* refuting(
  spec: Specification,
  port: Port,
  trace: Trace,
  target: Broken,
  certificate: Certificate,
): Work<readonly string[]> {
  const { commands, alphabet, levels, states } = certificate;
  const length = trace.steps.length;
  const wrong: string[] = [];
  const found = yield* breaking(new Runner(spec, port, trace.world), trace, target);
  if (found === undefined)
    wrong.push(
      `the trace does not break ${target.law} (${placeText(target.place)}) on ${port.name}`,
    );
  else if (found.ran.length < length)
    wrong.push(`the law breaks after ${found.ran.length} of the ${length} commands`);
  if (trace.steps.some((c) => c.fails !== undefined))
    wrong.push(
      'an allocation fails in the trace; a certificate covers only traces without failing allocations',
    );
  if (length !== commands + 1)
    wrong.push(
      `the trace has ${length} commands, but the certificate covers traces of up to ${commands}: expected ${commands + 1}`,
    );
  const tried = alphabetOf(spec, port, trace.world);
  if (alphabet.join() !== tried.join())
    wrong.push(`the alphabet is ${alphabet.join(', ')}; ${port.name} has ${tried.join(', ')}`);
  wrong.push(...otherBounds(spec, trace.world));
  if (states > STATES_MAX)
    wrong.push(`it says ${states} states; more than ${STATES_MAX} are not searched plainly`);
  if (levels.length !== commands + 1)
    wrong.push(
      `it has ${levels.length} levels, a bound of ${commands} commands has ${commands + 1}`,
    );
  if (sum(levels) !== states)
    wrong.push(`its levels add up to ${sum(levels)} states, but it says ${states}`);
  // A certificate that contradicts itself needs no search.
  if (wrong.length > 0) return wrong;
  return yield* refutingSearch(spec, port, trace.world, target, certificate);
}

function* refutingSearch(
  spec: Specification,
  port: Port,
  world: AnyWorld,
  target: Broken,
  { commands, levels, states, sha256 }: Certificate,
): Work<string[]> {
  // If there are many more states than it says, it is wrong, and the search need not finish.
  const search = yield* searchingPlainly(spec, port, world, commands, 2 * states + 1000);
  if (search === undefined)
    return [`there are more than ${2 * states + 1000} states, but it says ${states}`];
  const wrong: string[] = [];
  search.levels.forEach((found, level) => {
    if (levels[level] !== undefined && levels[level] !== found)
      wrong.push(`level ${level} has ${found} states, but it says ${levels[level]}`);
  });
  if (search.digest !== sha256)
    wrong.push(
      `the states have the digest ${search.digest.slice(0, 16)}..., not ${sha256.slice(0, 16)}...`,
    );
  const shorter = search.breaks.get(keyOf(target));
  if (shorter !== undefined)
    wrong.push(
      `a trace of ${shorter} ${shorter === 1 ? 'command' : 'commands'} breaks the same law at the same place`,
    );
  return wrong;
}

/** The largest number of states of a certificate that is checked: some minutes. */
const STATES_MAX = 500_000;

/** The fault of a world with the name of another one. */
function otherBounds({ bounds }: Specification, world: AnyWorld): string[] {
  const known = bounds?.called?.(world.name);
  if (bounds === undefined || known === undefined) return [];
  const [now, stated] = [bounds.text(known), bounds.text(world)];
  return now === stated ? [] : [`the world ${known.name} has other bounds: ${now}, not ${stated}`];
}

function alphabetOf({ rules }: Specification, port: Port, world: AnyWorld): string[] {
  const kinds = commandsIn(rules, world).map(({ kind }) => kind);
  return kinds.filter((kind) => port.capabilities.commands.has(kind));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
