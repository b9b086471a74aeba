import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from './input-error.ts';
import { checkWorld, traceJsonSchema } from './trace-schema.ts';
import { findWorld, worlds } from './worlds.ts';
import type { World } from './world.ts';
import {
  bounds,
  hasItsNeeds,
  rangeText,
  valueText,
  widened,
  withBound,
  partOf,
} from './world-bounds.ts';
import { parseWorld, readWorld, worldCalled, worldText } from './world-text.ts';
import { hasDevices } from './sva/bounds.ts';
import { hasVfio } from './vfio/bounds.ts';

describe('a world as it is written', () => {
  it('is one that has a name', () => {
    for (const world of worlds) {
      expect(parseWorld(world.name)).toBe(world);
      expect(worldText(world)).toBe(world.name);
    }
  });

  it('is one with other bounds, and is called by them', () => {
    expect(parseWorld('sva,processes=2,closeOnExec=no')).toEqual({
      ...findWorld('sva'),
      name: 'sva,processes=2,closeOnExec=no',
      says: 'like sva, but processes=2, closeOnExec=no',
      processes: 2,
      closeOnExec: false,
    });
    const changed = parseWorld('vfio,containers=1,limits=0+1,groups=mdev');
    expect(changed.vfio).toEqual({
      ...findWorld('vfio').vfio,
      containers: 1,
      groups: ['mdev'],
    });
    expect(changed.pages?.limits).toEqual([0, 1]);
  });

  it('has one name, however its bounds are ordered; what is as before does not count', () => {
    expect(parseWorld('sva,pasids=1,processes=2,files=4').name).toBe('sva,processes=2,pasids=1');
    expect(parseWorld('sva,processes=3')).toBe(findWorld('sva'));
  });

  it('may have a name of its own', () => {
    const mine = parseWorld('sva,processes=2,name=mine');
    expect(mine.name).toBe('mine');
    expect(parseWorld(worldText(mine))).toEqual(mine);
    expect(worldCalled('mine')).toBe(undefined);
    expect(worldCalled('sva,processes=2')?.processes).toBe(2);
  });

  const anyWorld = fc.record({
    like: fc.constantFrom(...worlds),
    changes: fc.array(
      fc
        .constantFrom(...bounds)
        .chain((bound) => valueOf(bound).map((value) => ({ bound, value }))),
      { maxLength: 6 },
    ),
  });

  it('reads back as it was, whatever its bounds', () => {
    fc.assert(
      fc.property(anyWorld, ({ like, changes }) => {
        const changed = changes.reduce((w, { bound, value }) => withBound(w, bound, value), like);
        fc.pre(hasDevices(changed) || hasVfio(changed));
        fc.pre(bounds.every((bound) => hasItsNeeds(changed, bound)));
        const again = parseWorld(worldText(changed));
        for (const bound of bounds) expect(wordOf(again, bound)).toBe(wordOf(changed, bound));
        expect(worldText(again)).toBe(again.name);
        expect(again.name.length).toBeLessThan(400);
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});

describe('a world that cannot be read: the message names', () => {
  it.each<[string, string]>([
    ['svaa', 'unknown world "svaa"; did you mean "sva"? (see: list worlds)'],
    ['', 'unknown world ""; see: list worlds'],
    [
      'sva,proceses=2',
      'world "sva,proceses=2": unknown bound "proceses"; did you mean "processes"? (see: list bounds)',
    ],
    ['sva,x=2', 'world "sva,x=2": unknown bound "x"; see: list bounds'],
    [
      'sva,processes=9',
      'world "sva,processes=9": processes is 9, expected 1 to 8: processes that may be alive at once',
    ],
    ['sva,processes=-1', 'processes is "-1", expected 1 to 8'],
    ['sva,processes', 'processes is "", expected 1 to 8'],
    ['sva,closeOnExec=true', 'closeOnExec is "true", expected yes or no'],
    ['sva,containers=1', 'sva has no VFIO, so no containers; expected another world, such as'],
    [
      'sva,dedicated=yes',
      'dedicated needs devices of idxd (idxd=yes), and this world has none; expected another world, such as enqcmd',
    ],
    ['sva,privateBinds=yes', 'privateBinds needs devices of idxd'],
    ['vtd,idxd=no', 'ring needs devices of idxd'],
    ['enqcmd,idxd=no', 'portals needs devices of idxd'],
    ['vfio,groups=gpu', 'vfio.groups.0 is "gpu", expected 1 to 4 of mdev, passthrough, pinning'],
    ['vfio,groups=', 'groups is "", expected 1 to 4 of mdev, passthrough, pinning, joined by +'],
    [
      'vfio,limits=0+7',
      'pages.limits.1 is 7, expected one or more of 0, 1, 2, 3, each at most once',
    ],
    [
      'vfio,limits=1+1',
      'pages.limits is [1,1], expected one or more of 0, 1, 2, 3, each at most once',
    ],
    [
      'vfio,limits=one',
      'limits is "one", expected one or more of 0, 1, 2, 3, each at most once, joined by',
    ],
    ['sva,files=1,files=2', 'files is given twice, expected once'],
    ['sva,devices=0', 'no command can run in it, expected objects of SVA'],
    ['sva,files=1,name=vfio', 'name is "vfio", which is the name of another world'],
    ['sva,files=1,name=sva', 'name is "sva", which is the name of another world'],
    ['sva,files=1,name=a b', 'name is "a b", expected at most 60 letters, digits, dots and dashes'],
  ])('%s', (text, message) => {
    expect(() => parseWorld(text)).toThrow(InputError);
    expect(() => parseWorld(text)).toThrow(message);
  });
});

describe('a world in a file', () => {
  const { says: _says, ...sva } = findWorld('sva');

  it('has every bound, as in a stored trace', () => {
    expect(read({ ...sva, name: 'mine', files: 2 })).toEqual({
      ...sva,
      name: 'mine',
      says: '',
      sva: { ...sva.sva, files: 2 },
    });
  });

  it('or only those in which it is not like another one', () => {
    expect(read({ like: 'sva', processes: 2 })).toEqual(parseWorld('sva,processes=2'));
    expect(read({ like: 'vfio', name: 'mine', vfio: { containers: 1 } })).toMatchObject({
      name: 'mine',
      processes: 2,
      vfio: { ...findWorld('vfio').vfio, containers: 1 },
    });
  });

  it('that has a name and bounds of its own can stand in the first line of a trace', () => {
    const mine = read({ ...sva, name: 'mine', files: 2, closeOnExec: false });
    expect(worldText(mine)).toBe('sva-keep-on-exec,files=2,name=mine');
    expect(parseWorld(worldText(mine))).toEqual({
      ...mine,
      says: 'like sva-keep-on-exec, but files=2',
    });
  });

  it.each<[string, unknown, string]>([
    ['a list', [], 'w.json: expected a world (a JSON object; see: list bounds)'],
    [
      'a bound too many',
      { ...sva, fils: 2 },
      'w.json: unknown field "fils"; did you mean "files"?',
    ],
    [
      'a bound too few',
      { name: 'mine' },
      'w.json: processes is missing, expected 1 to 8: processes',
    ],
    [
      'a bound too large',
      { ...sva, pasids: 31 },
      'w.json: ioasid.pasids is 31, expected 0 to 30: PASIDs',
    ],
    [
      'a word for yes',
      { ...sva, closeOnExec: 'yes' },
      'closeOnExec is "yes", expected true or false',
    ],
    [
      'the name of another',
      { ...sva, files: 1 },
      'name is "sva", which is the name of a world with other bounds',
    ],
    ['no word for a name', { ...sva, name: 'a b' }, 'w.json: name is "a b", expected at most 60'],
    ['nothing in it', { like: 'sva', devices: 0 }, 'no command can run in it'],
    [
      'half of what there is',
      { ...sva, ioasid: undefined },
      'w.json: ioasid is missing, expected with sva',
    ],
    ['an unknown example', { like: 'svaa' }, 'unknown world "svaa"; did you mean "sva"?'],
    ['no example', { like: 7 }, 'w.json: like is 7, expected the name of a world'],
    [
      'a VFIO that is a list',
      { like: 'vfio', vfio: [] },
      'w.json: vfio is [], expected the bounds of VFIO',
    ],
  ])('is refused with %s', (_what, json, message) => {
    expect(() => read(json)).toThrow(InputError);
    expect(() => read(json)).toThrow(message);
  });

  it('is refused if it is no JSON', () => {
    expect(() => readWorld('{"a', 'w.json')).toThrow(/^w.json: not JSON \(.*\); is it cut off\?$/);
  });
});

describe('each bound', () => {
  it('is a field that is stored, and is described there in the same words', () => {
    const schema = traceJsonSchema() as { properties: { world: Described } };
    const { properties } = schema.properties.world;
    const { name: _name, says: _says, ...own } = properties;
    const parts = Object.entries(own).filter(([, { properties: of }]) => of !== undefined);
    const described = Object.assign(
      Object.fromEntries(Object.entries(own).filter(([, { properties: of }]) => of === undefined)),
      ...parts.map(([, part]) => part.properties),
    ) as Record<string, Described>;
    expect(Object.keys(described).toSorted()).toEqual(bounds.map((b) => b.name).toSorted());
    for (const bound of bounds)
      expect(described[bound.name]!.description).toBe(
        `${bound.values.kind === 'flag' ? 'true or false' : rangeText(bound)}: ${bound.says}`,
      );
  });

  it('may be at the ends of its range, and not beyond', () => {
    for (const bound of bounds) {
      const { values } = bound;
      const both = worldWith(bound);
      if (values.kind !== 'number') continue;
      for (const n of [values.min, values.max])
        expect(() => checkWorld(withBound(both, bound, n), 'w')).not.toThrow();
      for (const n of [values.min - 1, values.max + 1])
        expect(() => checkWorld(withBound(both, bound, n), 'w')).toThrow(bound.name);
    }
  });

  it('can be more in another world, but for things that there are', () => {
    const { vfio: _vfio, pages: _pages, ...rest } = findWorld('both');
    for (const bound of bounds) {
      const world = worldWith(bound);
      const more = widened(world, bound);
      if (bound.values.kind === 'things' || bound.isKind) expect(more).toBe(undefined);
      else expect(wordOf(more!, bound)).not.toBe(wordOf(world, bound));
      expect(widened(rest, bound) === undefined).toBe(
        bound.isKind || ['pages', 'vfio', 'prq', 'enqcmd', 'sets'].includes(bound.domain.name),
      );
    }
  });
});

/** A world that has the domain of the bound. */
function worldWith({ domain }: Bound): World {
  const names: Readonly<Record<string, string>> = {
    prq: 'vtd',
    enqcmd: 'enqcmd',
    sets: 'sets-small',
  };
  return findWorld(names[domain.name] ?? 'both');
}

function read(json: unknown): World {
  return readWorld(JSON.stringify(json), 'w.json');
}

interface Described {
  readonly description?: string;
  readonly properties: Readonly<Record<string, Described>>;
}

type Bound = (typeof bounds)[number];

function wordOf(world: World, bound: Bound): string {
  const part = partOf(world, bound.domain);
  return part === undefined ? 'none' : valueText(bound, part[bound.name]);
}

function valueOf({ values }: Bound): fc.Arbitrary<Parameters<typeof withBound>[2]> {
  switch (values.kind) {
    case 'number':
      return fc.integer({ min: values.min, max: values.max });
    case 'flag':
      return fc.boolean();
    case 'things':
      return fc.array(fc.constantFrom(...values.of), { minLength: 1, maxLength: values.max });
    case 'words':
      return fc.shuffledSubarray([...values.of], { minLength: 1 });
    default:
      return fc.shuffledSubarray([...values.of], { minLength: 1 });
  }
}
