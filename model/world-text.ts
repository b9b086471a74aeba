import { InputError, unknownName } from './input-error.ts';
import { shown } from './shown.ts';
import { parseJson } from './trace-json.ts';
import { checkWorld } from './trace-schema.ts';
import type { World } from './world.ts';
import { findWorld, worlds } from './worlds.ts';
import { lifted } from './lifted.ts';
import { domains } from './domains.ts';
import {
  type Bound,
  boundOf,
  hasItsNeeds,
  isInForce,
  bounds,
  isObject,
  partOf,
  rangeText,
  readValue,
  valueText,
  withBound,
} from './world-bounds.ts';

/**
 * A world as it is written on the command line and in the first line of a trace: the name of a named
 * world and the changes: `sva`, `sva,processes=2`, `vfio,containers=1,limits=0+1`. `name=mine` gives
 * it another name.
 *
 * @throws InputError which bound is wrong, its range, and the nearest right name
 */
export function parseWorld(text: string): World {
  const [base = '', ...changes] = text.split(',');
  const like = findWorld(base);
  if (changes.length === 0) return like;
  const where = `world ${shown(text)}`;
  let world = like;
  let ownName: string | undefined;
  const seen = new Set<string>();
  for (const change of changes) {
    const [key = '', ...rest] = change.split('=');
    const value = rest.join('=');
    if (seen.has(key)) throw new InputError(`${where}: ${key} is given twice, expected once`);
    seen.add(key);
    if (key === 'name') ownName = checkName(value, where);
    else world = changed(world, like, findBound(key, where), value, where);
  }
  return named(checkWorld(world, where), like, ownName, where);
}

function changed(world: World, like: World, bound: Bound, value: string, where: string): World {
  if (partOf(like, bound.domain) === undefined) {
    const able = worlds.find((w) => partOf(w, bound.domain) !== undefined)!;
    throw new InputError(
      `${where}: ${like.name} has no ${bound.domain.inWords}, so no ${bound.name}; expected another world, such as ${able.name}`,
    );
  }
  const read = readValue(bound, value);
  if (read === undefined)
    throw new InputError(
      `${where}: ${bound.name} is ${shown(value)}, expected ${rangeText(bound)}${listHint(bound)}`,
    );
  return withBound(world, bound, read);
}

function listHint({ values }: Bound): string {
  return 'of' in values ? ', joined by +' : '';
}

function findBound(key: string, where: string): Bound {
  const bound = bounds.find(({ name }) => name === key);
  if (bound !== undefined) return bound;
  const known = [...bounds.map(({ name }) => name), 'name'];
  throw new InputError(`${where}: ${unknownName('bound', key, known, 'list bounds').message}`);
}

/** Letters, digits, dots and dashes: the name is a word in the first line of a trace. */
const NAME = /^[a-z0-9][a-z0-9.-]{0,59}$/i;

function checkName(name: string, where: string): string {
  if (!NAME.test(name))
    throw new InputError(
      `${where}: name is ${shown(name)}, expected at most 60 letters, digits, dots and dashes`,
    );
  return name;
}

/** The name says how the world differs, so that a reader of the name can make it again. */
function named(world: World, like: World, ownName: string | undefined, where: string): World {
  const different = differences(world, like);
  if (different.length === 0 && (ownName === undefined || ownName === like.name)) return like;
  checkSense(world, where);
  if (ownName !== undefined && isTaken(ownName))
    throw new InputError(`${where}: name is ${shown(ownName)}, which is the name of another world`);
  return {
    ...world,
    name: ownName ?? [like.name, ...different].join(','),
    says: `like ${like.name}${different.length === 0 ? '' : `, but ${different.join(', ')}`}`,
  };
}

/** Checks that the world has objects for commands, and no bound without effect. */
function checkSense(world: World, where: string): void {
  const subjects = domains.filter(({ isWorthWhile }) => isWorthWhile !== undefined);
  if (!subjects.some(({ isWorthWhile }) => isWorthWhile!(world)))
    throw new InputError(
      `${where}: no command can run in it, expected objects of ${subjects.map(({ inWords }) => inWords).join(' or ')}`,
    );
  for (const bound of bounds) {
    const { name, needs } = bound;
    if (needs === undefined || hasItsNeeds(world, bound)) continue;
    const able = worlds.find((like) => isInForce(like, bound))!;
    throw new InputError(
      `${where}: ${name} needs ${needs.says}, and this world has none; expected another world, such as ${able.name}`,
    );
  }
}

/** `processes=2`, for each bound in which it differs from the other world. */
function differences(world: World, like: World): string[] {
  return bounds.flatMap((bound) => {
    const text = valueText(bound, boundOf(world, bound));
    return text === valueText(bound, boundOf(like, bound)) ? [] : [`${bound.name}=${text}`];
  });
}

/**
 * The text of a world for `parseWorld`. It keeps the name, if that is a word, and all bounds, but not
 * the description (`says`).
 */
export function worldText(world: World): string {
  const likes = worlds.filter((like) => domainsIn(like) === domainsIn(world));
  const texts = likes.map((like) => ({ like, different: differences(world, like) }));
  const first = texts.reduce((a, b) => (b.different.length < a.different.length ? b : a));
  const least = texts.find(
    ({ like, different }) => like.name === world.name && different.length === 0,
  );
  const { like, different } = least ?? first;
  const text = [like.name, ...different].join(',');
  const isOwn = world.name !== text && NAME.test(world.name) && !isTaken(world.name);
  return isOwn ? `${text},name=${world.name}` : text;
}

function domainsIn(world: World): string {
  const there = domains.filter((domain) => partOf(world, domain) !== undefined);
  return there.map(({ name }) => name).join();
}

/** The world with such a name; undefined if the name alone does not define one. */
export function worldCalled(name: string): World | undefined {
  try {
    const world = parseWorld(name);
    return world.name === name ? world : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function isTaken(name: string): boolean {
  return worlds.some((world) => world.name === name);
}

/**
 * A world from a JSON file: its bounds as in the `world` of a stored trace, or, with `"like": "sva"`, only the bounds
 * that differ from that world.
 *
 * @param file - named in messages
 * @throws InputError which bound is wrong, its range, and the nearest right name
 */
export function readWorld(text: string, file: string): World {
  const json = parseJson(text, file);
  if (!isObject(json))
    throw new InputError(`${file}: expected a world (a JSON object; see: list bounds)`);
  const { like: likeName, ...own } = lifted(json) as Record<string, unknown>;
  if (likeName === undefined) return checkOwn(own, file);
  if (typeof likeName !== 'string')
    throw new InputError(`${file}: like is ${shown(likeName)}, expected the name of a world`);
  const like = findWorld(likeName);
  const whole = over(like, own);
  if (own['name'] !== undefined) return checkOwn(whole, file);
  return named(checkWorld({ ...whole, name: like.name }, file), like, undefined, file);
}

function checkOwn(own: Record<string, unknown>, file: string): World {
  const world = checkWorld(own, file);
  checkName(world.name, file);
  const known = worlds.find(({ name }) => name === world.name);
  if (known !== undefined && differences(world, known).length > 0)
    throw new InputError(
      `${file}: name is ${shown(world.name)}, which is the name of a world with other bounds; expected another name`,
    );
  checkSense(world, file);
  return world;
}

/** The bounds of one world, replaced by those that are given. */
function over({ name: _name, says: _says, ...like }: World, own: Record<string, unknown>) {
  const whole: Record<string, unknown> = { ...like, ...own };
  for (const domain of domains) {
    const part = partOf(like as World, domain);
    const change = own[domain.name];
    if (domain.isEverywhere !== true && isObject(change))
      whole[domain.name] = { ...part, ...change };
  }
  return whole;
}
