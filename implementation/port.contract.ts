import { describe, expect, it } from 'vitest';
import { errno, errnos } from '../model/answer.ts';
import { parseCommand } from '../model/linux.ts';
import { worlds } from '../model/worlds.ts';
import { Model, rulesOf } from '../testing/model.ts';
import type { LinuxPort as Port } from './linux-port.ts';
import { ofSva, svaClauses } from './sva.contract.ts';
import { ofVfio, vfioClauses } from './vfio.contract.ts';

const contract = [...svaClauses, ...vfioClauses];

/** Every kind of command, in an order in which most make sense in every world. */
const everyKind = [
  ...ofSva,
  ...ofVfio,
  'exit p0',
  'gp',
  'work',
  'alloc -> n0',
  'free n0',
  'hotplug d0 remove',
  'hotplug d0 add',
];

/** The differences of an implementation that stands for an old version. */
export interface Allowances {
  /** It has no mediated devices: the promises about them are skipped. */
  readonly noMediated?: boolean;
  /** The promises that it breaks, each with the mistake that it demonstrates. They have to be broken. */
  readonly breaks?: Readonly<Record<string, string>>;
}

/**
 * The promises of an implementation on which the checker relies. A suite of an implementation is one call of
 * `portContract`. Promises about commands or observations that it does not offer are skipped, with the reason in the
 * report of the test.
 */
export function portContract(
  make: () => Port,
  { noMediated = false, breaks = {} }: Allowances = {},
): void {
  const { capabilities } = make();
  const promises = contract.map((clause) => clause.promise);
  for (const promise of Object.keys(breaks)) expect(promises).toContain(promise);
  for (const { promise, needs = [], knows = [], mediated = false, holds } of contract) {
    // linux-4.9 has no mediated devices yet, so the promise does not apply.
    if (mediated && noMediated) {
      it.skip(`${promise} (it has no mediated devices)`, () => {});
      continue;
    }
    if (breaks[promise] !== undefined) {
      it.fails(`not: ${promise} (${breaks[promise]})`, () => holds(make()));
      continue;
    }
    // A port may support fewer commands than the model, and show less. That breaks no promise.
    const unknown = knows.filter((kind) => !capabilities.commands.has(kind));
    if (unknown.length > 0) {
      it.skip(`${promise} (it does not know ${unknown.join(', ')})`, () => {});
      continue;
    }
    const lacking = needs.filter((need) => !capabilities.observes.has(need));
    if (lacking.length > 0)
      it.skip(`${promise} (cannot be seen: it shows no ${lacking.join(', ')})`, () => {});
    else it(promise, () => holds(make()));
  }
  describe.each(worlds)('in world $name', (world) => {
    it('answers every command that makes sense with an errno that there is', () => {
      const port = make();
      port.reset(world);
      const model = new Model(world);
      for (const line of everyKind) {
        if (rulesOf(parseCommand(line).kind).in?.(world) === false) continue;
        if (!model.isPossible(line)) continue;
        const a = port.apply(parseCommand(line));
        expect(errnos[a.errno], line).toBeDefined();
        if (a.errno !== errno.OK) expect(a.value, line).toBe(0);
        model.answered(line, a);
      }
    });
  });
}
