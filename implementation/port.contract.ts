import { describe, expect, it } from 'vitest';
import { errno, errnos } from '../model/answer.ts';
import { parseCommand } from '../model/linux.ts';
import { worlds } from '../model/worlds.ts';
import { Model } from '../testing/model.ts';
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

/** What is different about an implementation that stands for something of the past. */
export interface Allowances {
  /** It has no mediated devices: what is promised of them is skipped. */
  readonly noMediated?: boolean;
  /** Promises that it does not keep, and why: by a mistake that it is there to show. They have to be broken. */
  readonly breaks?: Readonly<Record<string, string>>;
}

/**
 * What the checker relies on in anything under test. A suite of an implementation is one call of
 * `portContract`; what that implementation cannot do or show is skipped, and the reason is in the
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
    // linux-4.9 is from before there were mediated devices: the promise is about nothing that it has.
    if (mediated && noMediated) {
      it.skip(`${promise} (it has no mediated devices)`, () => {});
      continue;
    }
    if (breaks[promise] !== undefined) {
      it.fails(`not: ${promise} (${breaks[promise]})`, () => holds(make()));
      continue;
    }
    // A port may know fewer commands than the model, and show less: what it cannot do is no broken promise.
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
        if (!model.isPossible(line)) continue;
        const a = port.apply(parseCommand(line));
        expect(errnos[a.errno], line).toBeDefined();
        if (a.errno !== errno.OK) expect(a.value, line).toBe(0);
        model.answered(line, a);
      }
    });
  });
}
