import type { BoundRules, Value, Values } from './bounds.ts';
import type { Domain } from './domain.ts';
import { domains } from './domains.ts';
import type { World } from './world.ts';

/** One bound of a world, for whoever writes a world of his own. */
export interface Bound {
  /** As it is written, and as the field of its part of a world is called: no two have the same name. */
  readonly name: string;
  readonly domain: Domain;
  readonly values: Values;
  readonly says: string;
}

type Rules = BoundRules<Value>;

/** Every bound there is. */
export const bounds: readonly Bound[] = domains.flatMap((domain) =>
  Object.entries(domain.bounds).map(([name, { values, says }]) => ({
    name,
    domain,
    values,
    says,
  })),
);

/** The part of a world that is about this domain; undefined if it has none of it. */
export function partOf(
  world: World,
  { name, isEverywhere }: Domain,
): Readonly<Record<string, Value>> | undefined {
  const part = isEverywhere === true ? world : world[name as keyof World];
  return part as Readonly<Record<string, Value>> | undefined;
}

/** Which values it may have, as it is written behind `name=`: `1 to 8`, `yes or no`. */
export function rangeText({ values }: Bound): string {
  switch (values.kind) {
    case 'number':
      return `${values.min} to ${values.max}`;
    case 'flag':
      return 'yes or no';
    case 'things':
      return `1 to ${values.max} of ${values.of.join(', ')}`;
    default:
      return `one or more of ${values.of.join(', ')}, none twice`;
  }
}

/** What a field of JSON that holds this bound may be: `1 to 8: processes that may be alive at once`. */
export function boundInJson(bound: Bound): string {
  return `${bound.values.kind === 'flag' ? 'true or false' : rangeText(bound)}: ${bound.says}`;
}

/** What a world has of this bound; undefined if it has nothing of its domain, or says nothing of it. */
export function boundOf(world: World, { name, domain }: Bound): Value {
  return partOf(world, domain)?.[name];
}

/** A world in which this bound is this; one that has nothing of the domain stays as it is. */
export function withBound(world: World, { name, domain }: Bound, value: Value): World {
  const part = partOf(world, domain);
  if (part === undefined) return world;
  const changed = { ...part, [name]: value };
  return domain.isEverywhere === true
    ? (changed as unknown as World)
    : { ...world, [domain.name]: changed };
}

/** All bounds of a world in words: `2 processes, files closed at exec, 1 device, 2 files, 2 PASIDs`. Two that differ read differently. */
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

/** How its value is written behind `name=`: `3`, `yes`, `mdev+passthrough`. What is not said is a no. */
export function valueText({ values }: Bound, value: Value): string {
  if (values.kind === 'flag') return value === true ? 'yes' : 'no';
  return Array.isArray(value) ? value.join('+') : String(value);
}

/**
 * The value that is written so. Undefined if it is nothing of its kind; whether it is in its range is not
 * looked at here.
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
 * A world that has more of this, or has it the other way round; undefined if it can be no other: what
 * stands for things there are, stays, for others would be other things under the same names.
 */
export function widened(world: World, bound: Bound): World | undefined {
  const now = boundOf(world, bound);
  if (partOf(world, bound.domain) === undefined) return undefined;
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

/** Is it an object, and no list? */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
