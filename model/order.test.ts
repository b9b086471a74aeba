import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeText } from './place.ts';
import type { Judgement } from './judgement.ts';
import { traces } from '../checker/arbitrary.ts';
import { inWords, rulesOf } from '../testing/model.ts';
import { errno, failed } from './answer.ts';
import type { Command, Rules } from './command.ts';
import type { Sort } from './sort.ts';
import { State } from './state.ts';
import { findWorld, worlds } from './worlds.ts';
import type { World } from './world.ts';
import { commandsIn } from './in-world.ts';
import { commands } from './order.ts';
import { specification } from '../properties/linux.ts';
import { vocabulary } from './linux.ts';

describe('the list of commands', () => {
  it('begins with the plainest, which is what a trace can hardly do without', () => {
    expect(commands.slice(0, 4).map((r) => r.kind)).toEqual(['open', 'close', 'fork', 'exit']);
    expect(new Set(commands.map((r) => r.kind)).size).toBe(commands.length);
  });

  it.each(commands)('$kind says what it stands for, and is drawn at all', ({ says, draw }) => {
    expect(says.length).toBeGreaterThan(20);
    expect(draw?.weight ?? 10).toBeGreaterThan(0);
  });

  it('has a command that makes each sort of name, but for what is there from the start', () => {
    const made = commands.flatMap((r) =>
      Object.values(r.fields).flatMap((f) => ('makes' in f ? [f.makes] : [])),
    );
    const given = new Set<Sort>(
      vocabulary.sorts.filter((s) => s.isGiven === true).map((s) => s.name),
    );
    expect(new Set(made)).toEqual(
      new Set(vocabulary.sorts.map(({ name }) => name).filter((sort) => !given.has(sort))),
    );
  });

  it('is whole in a world that has both halves, in this order', () => {
    const { pages, sva, ...rest } = findWorld('both');
    const both: World = {
      ...rest,
      threads: true,
      pages: { ...pages!, capable: true },
      sva: { ...sva!, allOfUacce: true },
    };
    // Devices are of one kind in a world: these are of idxd.
    const ofRequests = ['request', 'prq', 'iopf', 'abort', 'deliver', 'send'];
    const ofPortals = ['map-portal', 'enqcmd', 'write', 'unmap-portal', 'poll-queue'];
    const ofSets = [
      'set-open',
      'guest-alloc',
      'guest-bind',
      'guest-free',
      'guest-unbind',
      'set-close',
      'set-adjust',
      'kvm-open',
    ];
    const ofOthers = new Set([...ofRequests, ...ofPortals, ...ofSets, 'open-private']);
    const all = commands.filter((r) => !ofOthers.has(r.kind));
    expect(commandsIn(specification.rules, both)).toEqual(all);
    const special = new Set(['thread', 'dropcap', 'poll', 'munmap-part']);
    expect(commandsIn(specification.rules, findWorld('both'))).toEqual(
      all.filter((r) => !special.has(r.kind)),
    );
    expect(kindsIn('vtd')).toEqual(expect.arrayContaining(ofRequests));
    expect(kindsIn('enqcmd')).toEqual(expect.arrayContaining(ofPortals));
    expect(kindsIn('sets')).toEqual(expect.arrayContaining(ofSets));
  });

  it('is, where nothing can be opened, what processes do and what the kernel does by itself', () => {
    const bare = { ...findWorld('sva'), sva: undefined, ioasid: undefined };
    expect(commandsIn(specification.rules, bare).map(({ kind }) => kind)).toEqual([
      'fork',
      'exit',
      'exec',
      'work',
      'clone',
    ]);
  });

  it.each(commands)('$kind makes one name at most', ({ fields }) => {
    expect(Object.values(fields).filter((f) => 'makes' in f).length).toBeLessThanOrEqual(1);
  });
});

/** The commands of a named world. */
function kindsIn(name: string): string[] {
  return commandsIn(specification.rules, findWorld(name)).map(({ kind }) => kind);
}

/** What differs after it, if anything does. */
function changed(s: State, act: () => void): string | undefined {
  const before = s.layout.snapshot();
  act();
  const difference = s.layout.difference(before);
  return difference.length === 0 ? undefined : JSON.stringify(difference);
}

describe.each(worlds)('every command, anywhere in a random trace of $name,', (world) => {
  const drawn = fc.sample(traces(specification, world), { seed: 2, numRuns: 200 });

  /** What there is to say against the commands, each thing once. */
  const complaints = (
    look: (s: State, c: Command, rules: Rules) => string | undefined,
  ): string[] => {
    const found = new Set<string>();
    const s = new State(world);
    for (const { steps } of drawn) {
      s.reset();
      for (const c of steps) {
        const rules = rulesOf(c.kind);
        if (!rules.possible(s, c)) continue;
        const complaint = look(s, c, rules);
        if (complaint !== undefined) found.add(`${c.kind}: ${complaint}`);
        rules.next(s, c, rules.typical(s, c));
      }
    }
    return [...found];
  };

  it('admits the answer that it calls typical', () => {
    const refused = complaints((s, c, rules) => {
      const a = rules.typical(s, c);
      const broken = rules.judge(s, c, a);
      return broken && `${inWords(rules, a)}: ${broken.witness}`;
    });
    expect(refused).toEqual([]);
  });

  it('admits neither a hang nor an oops', () => {
    const admitted = complaints((s, c, rules) => {
      const hang = whereBroken(rules.judge(s, c, failed('HUNG')));
      const oops = whereBroken(rules.judge(s, c, failed('OOPS')));
      return hang === `${c.kind}: HUNG` && oops === `${c.kind}: OOPS`
        ? undefined
        : `hang ${hang}, oops ${oops}`;
    });
    expect(admitted).toEqual([]);
  });

  it('changes the state in `next` alone', () => {
    const changes = complaints((s, c, rules) =>
      changed(s, () => {
        rules.possible(s, c);
        rules.judge(s, c, rules.typical(s, c));
      }),
    );
    expect(changes).toEqual([]);
  });

  it('leaves everything as it was when it is refused', () => {
    const changes = complaints((s, c, rules) => {
      const a = rules.typical(s, c);
      // What detach closes is closed before it is refused.
      if (a.errno === errno.OK || c.kind === 'detach') return undefined;
      return changed(s, () => rules.next(s, c, a));
    });
    expect(changes).toEqual([]);
  });
});

function whereBroken(judgement: Judgement): string | undefined {
  return judgement && placeText(judgement.place);
}
