import { describe, expect, it } from 'vitest';
import { domains } from './model/domains.ts';
import {
  imports,
  liesIn,
  linesWithoutComments,
  shipped,
  standIns,
  told,
} from './testing/sources.ts';

/** A domain has a room of its name in each of these; `uacce` and `common` are rooms of defects and laws alone. */
const stages = [
  'model',
  'properties/laws',
  'properties/goals',
  'defects',
  'campaign/oracle/weakenings',
  'campaign/measures',
];

/** Rooms, and of which others each may know besides itself and `process`, which all stand on. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(domains.map(({ name, needs }) => [name, needs])),
  pages: [],
  common: [],
  uacce: ['sva'],
};

/** The lists in which a domain is named; nobody else may know a room. */
const lists = [
  'model/domains.ts',
  'model/world.ts',
  'model/worlds.ts',
  'model/order.ts',
  'model/observation.ts',
  'properties/laws/index.ts',
  'properties/goals/rooms.ts',
  'defects/index.ts',
  'campaign/oracle/weakenings/index.ts',
  'campaign/measures/index.ts',
  'index.ts',
];

/** What stands beside the specification and speaks of one domain by right; what every domain stands on does not. */
const isBeside = (file: string): boolean =>
  liesIn(file, 'implementation/kernel') &&
  !['machine', 'fs'].some((folder) => liesIn(file, `implementation/kernel/${folder}`));

/** The engine: it is told what it checks. */
const engine = ['memory', 'checker', 'shrinkers', 'reports', 'library'];

/** Words that only a domain may use. */
const domainWords =
  /\b(process|pasids?|mms?|vfio|sva|iommu|devices?|containers?|pinned|fork|hotplug|iovas?|ioasid|uacce|bonds?|mlock|grants?|kernel oops)\b/i;

describe('a domain', () => {
  it('is known by its rooms and the lists alone', () => {
    const wrong = imports.filter(
      ({ file, target }) =>
        roomOf(target) !== undefined &&
        roomOf(file) === undefined &&
        !lists.includes(file) &&
        !isBeside(file),
    );
    expect(wrong.map((i) => `${told(i)}; only a list may know a room`)).toEqual([]);
  });

  it('uses others along their order only', () => {
    const wrong = imports.filter(({ file, target }) => {
      const [from, to] = [roomOf(file), roomOf(target)];
      if (from === undefined || to === undefined || from === to || to === 'process') return false;
      return !rooms[from]!.includes(to);
    });
    expect(
      wrong.map((i) => `${told(i)}; ${roomOf(i.file)} may not know ${roomOf(i.target)}`),
    ).toEqual([]);
  });

  it('has rooms that are rooms: each name is one that this suite knows', () => {
    const unknown = shipped
      .map(({ file }) => file)
      .filter((file) =>
        stages.some(
          (stage) => file.startsWith(`${stage}/`) && file.slice(stage.length + 1).includes('/'),
        ),
      )
      .filter((file) => roomOf(file) === undefined && !/^properties\/(laws|goals)\//.test(file));
    expect(unknown).toEqual([]);
  });
});

describe('the engine', () => {
  it('imports no list of commands, laws, goals or worlds', () => {
    const house = new Set([
      ...lists.filter((file) => file !== 'index.ts'),
      'model/state.ts',
      'properties/goals/index.ts',
      'model/linux.ts',
      'model/hints.ts',
      'properties/linux.ts',
      'properties/linux-law.ts',
    ]);
    const wrong = imports.filter(
      ({ file, target }) =>
        engine.some((folder) => liesIn(file, folder)) &&
        !liesIn(file, 'reports/page') && // a page carries the house
        (house.has(target) || roomOf(target) !== undefined),
    );
    expect(wrong.map((i) => `${told(i)}; the engine is told what it checks`)).toEqual([]);
  });

  it('says no word of a domain', () => {
    const wrong = shipped
      .filter(({ file }) => engine.some((folder) => liesIn(file, folder)))
      .filter(({ file }) => !standIns.has(file)) // they say `process` to Node
      .filter(({ file }) => !liesIn(file, 'reports/page'))
      .flatMap(({ file, text }) =>
        linesWithoutComments(text.replaceAll(/because:\s*'(?:[^'\\]|\\.)*'/g, 'because'))
          .map((line) => line.replace(/^(import|export) .* from .*|.*\} from '.*/, ''))
          .flatMap((line, i) =>
            domainWords.test(line.replaceAll(/([a-z])([A-Z])/g, '$1 $2'))
              ? [`${file}:${i + 1} ${line.trim()}`]
              : [],
          ),
      );
    expect(wrong).toEqual([]);
  });
});

/** The room that a file lies in, if it is in one. */
function roomOf(file: string): string | undefined {
  return stages
    .filter((stage) => file.startsWith(`${stage}/`))
    .map((stage) => file.slice(stage.length + 1).split('/'))
    .find(([name = '', ...inside]) => inside.length > 0 && name in rooms)?.[0];
}
