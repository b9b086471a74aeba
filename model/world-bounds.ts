import type { BoundNeeds, BoundRules, Value, Values } from './bounds.ts';
import type { Domain } from './domain.ts';
import { domains } from './domains.ts';
import type { World } from './world.ts';

/** One bound of a world, for writing custom worlds. */
export interface Bound {
  /** Its name in text, and the field in its part of a world. No two bounds have the same name. */
  readonly name: string;
  readonly domain: Domain;
  readonly values: Values;
  readonly says: string;
  /** Whether it says of what kind objects are. */
  readonly isKind: boolean;
  /** What it has no effect without. */
  readonly needs: BoundNeeds | undefined;
}

type Rules = BoundRules<Value>;

/** All bounds. */
export const bounds: readonly Bound[] = domains.flatMap((domain) =>
  Object.entries(domain.bounds).map(([name, { values, says, isKind = false, needs }]) => ({
    name,
    domain,
    values,
    says,
    isKind,
    needs,
  })),
);

/** The part of a world for this domain; undefined if the world does not have it. */
export function partOf(
  world: World,
  { name, isEverywhere }: Domain,
): Readonly<Record<string, Value>> | undefined {
  const part = isEverywhere === true ? world : world[name as keyof World];
  return part as Readonly<Record<string, Value>> | undefined;
}

/** Its range, in the form of the values after `name=`: `1 to 8`, `yes or no`. */
export function rangeText({ values }: Bound): string {
  switch (values.kind) {
    case 'number':
      return `${values.min} to ${values.max}`;
    case 'flag':
      return 'yes or no';
    case 'things':
      return `1 to ${values.max} of ${values.of.join(', ')}`;
    default:
      return `one or more of ${values.of.join(', ')}, each at most once`;
  }
}

/** The description of its field in JSON: `1 to 8: processes that may be alive at once`. */
export function boundInJson(bound: Bound): string {
  return `${bound.values.kind === 'flag' ? 'true or false' : rangeText(bound)}: ${bound.says}`;
}

/** The value of this bound in a world; undefined if the world does not have its domain, or omits it. */
export function boundOf(world: World, { name, domain }: Bound): Value {
  return partOf(world, domain)?.[name];
}

/** Whether a bound does something in a world: a flag that is set, a number over 0. */
export function isInForce(world: World, bound: Bound): boolean {
  const value = boundOf(world, bound);
  return value === true || (typeof value === 'number' && value > 0);
}

/** Whether a world has what a bound needs, if the bound is in force there. */
export function hasItsNeeds(world: World, bound: Bound): boolean {
  return bound.needs === undefined || !isInForce(world, bound) || bound.needs.has(world);
}

/** The world with this value of the bound; a world without its domain is returned unchanged. */
export function withBound(world: World, { name, domain }: Bound, value: Value): World {
  const part = partOf(world, domain);
  if (part === undefined) return world;
  const changed = { ...part, [name]: value };
  return domain.isEverywhere === true
    ? (changed as unknown as World)
    : { ...world, [domain.name]: changed };
}

/** All bounds of a world in words: `2 processes, files closed at exec, 1 device, 2 files, 2 PASIDs`. Different worlds have different words. */
export function boundsText(world: World): string {
  return domains
    .flatMap((domain) => {
      const part = partOf(world, domain);
      if (part === undefined) return [];
      return Object.entries(domain.bounds).map(([name, rules]) =>
        (rules as unknown as Rules).inWords(part[name]),
      );
    })
    .filter((text) => text !== undefined)
    .join(', ');
}

/** The text of its value after `name=`: `3`, `yes`, `mdev+passthrough`. A missing value is a no. */
export function valueText({ values }: Bound, value: Value): string {
  if (values.kind === 'flag') return value === true ? 'yes' : 'no';
  return Array.isArray(value) ? value.join('+') : String(value);
}

/**
 * The value of this text. Undefined if the text has another form. The range is not
 * checked here.
 */
export function readValue({ values }: Bound, text: string): Value {
  switch (values.kind) {
    case 'number':
      return readNumber(text);
    case 'flag':
      return text === 'yes' ? true : text === 'no' ? false : undefined;
    case 'numbers': {
      const numbers = text.split('+').map(readNumber);
      return numbers.every((n) => n !== undefined) ? numbers : undefined;
    }
    default:
      return text === '' ? undefined : text.split('+');
  }
}

function readNumber(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/**
 * A world in which this bound is larger, or has the opposite value; undefined if it cannot change. A bound that describes
 * existing objects does not change, because the same names would then mean other objects.
 */
export function widened(world: World, bound: Bound): World | undefined {
  const now = boundOf(world, bound);
  if (partOf(world, bound.domain) === undefined || bound.isKind) return undefined;
  const { values } = bound;
  switch (values.kind) {
    case 'number':
      return withBound(world, bound, Math.max(values.max, (now as number) + 1));
    case 'flag':
      return withBound(world, bound, now !== true);
    case 'things':
      return undefined;
    default:
      return withBound(world, bound, values.of);
  }
}

/** Whether it is an object and not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
