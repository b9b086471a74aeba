import { describe, expect, it } from 'vitest';
import {
  check,
  explore,
  given,
  portOf,
  refused,
  specify,
  success,
  tables,
  wordsOf,
} from '../index.ts';

/** Forgets that one of its two tenants is there. */
function forgetful(forgotten: number) {
  const house = tables({ tenant: given('t', 2, ['busy']) });
  const slots = tables({ slot: given('s', 2, ['busy']) });
  const { command: declare } = wordsOf(house);
  const take = declare({
    kind: 'take',
    says: 'a tenant takes its slot',
    fields: { tenant: { uses: 'tenant' } },
    admits: (s, { tenant }) => [s.tenant[tenant]!.busy === 0 ? success : refused('busy')],
    next: (s, { tenant }) => void (s.tenant[tenant]!.busy = 1),
  });
  const port = portOf({
    name: `forgets-t${forgotten}`,
    fresh: (asked) => slots.state(asked),
    memory: (s) => s.layout,
    commands: {
      take(s, { tenant }: { readonly tenant: number }) {
        const isBusy = tenant !== forgotten && s.slot[tenant]!.busy !== 0;
        s.slot[tenant]!.busy = 1;
        return isBusy ? refused('busy') : success;
      },
    },
  });
  return { specification: specify({ subject: 'house', state: house, commands: [take] }), port };
}

describe('an implementation that does not treat all things alike', () => {
  it.each([0, 1])('is found out by a search of all states, whichever it is: t%i', (forgotten) => {
    const { findings } = explore(forgetful(forgotten));
    expect(findings.map(({ trace, grade }) => [trace.steps, grade])).toEqual([
      [Array.from({ length: 2 }, () => ({ kind: 'take', tenant: forgotten })), 'proven shortest'],
    ]);
  });

  it.each([0, 1])('is found out by random traces, and proven: t%i', (forgotten) => {
    const { findings } = check(forgetful(forgotten), { runs: 50 });
    expect(findings.map(({ trace, grade }) => [trace.steps, grade])).toEqual([
      [Array.from({ length: 2 }, () => ({ kind: 'take', tenant: forgotten })), 'proven shortest'],
    ]);
  });
});
