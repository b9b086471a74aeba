import * as z from 'zod';
import type { Values } from './bounds.ts';
import type { Certificate } from './certificate.ts';
import type { Violation } from './judgement.ts';
import type { Provenance } from './provenance.ts';
import type { Domain } from './domain.ts';
import { domains } from './domains.ts';
import type { Field, Rules } from './command.ts';
import { vocabulary } from './linux.ts';
import type { Sort } from './sort.ts';
import { guess, InputError } from './input-error.ts';
import { cut, shown } from './shown.ts';
import type { World } from './world.ts';
import { boundInJson, bounds } from './world-bounds.ts';

/** The stored form, for strict reading and for the published schema. */

/** The version of the stored form. It changes when an older reader would misread a newer file. */
export const formatVersion = 3;

const nameOf = (sort: Sort) =>
  z
    .string()
    .regex(new RegExp(`^${vocabulary.letter(sort)}(0|[1-9][0-9]{0,8})$`))
    .meta({ description: `a ${sort}, such as ${vocabulary.letter(sort)}0` });

function fieldSchema(field: Field) {
  if ('oneOf' in field) return z.enum(field.oneOf as [string, ...string[]]);
  return nameOf('uses' in field ? field.uses : field.makes);
}

function stepSchema(rules: Rules) {
  return z
    .strictObject({
      kind: z.literal(rules.kind),
      ...Object.fromEntries(
        Object.entries(rules.fields).map(([field, kind]) => [field, fieldSchema(kind)]),
      ),
      fails: z
        .int()
        .min(1)
        .max(99)
        .optional()
        .meta({ description: 'the number of the allocation that fails, from 1 to 99' }),
      stops: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .meta({ description: 'the point at which the command is suspended' }),
    })
    .meta({ description: rules.says });
}

const stepSchemas = new Map(vocabulary.steps.map((rules) => [rules.kind, stepSchema(rules)]));

/** A list without duplicates. */
const several = <T extends z.ZodType>(item: T, max: number) =>
  z
    .array(item)
    .min(1)
    .max(max)
    .refine((items) => new Set(items).size === items.length, 'expected no duplicates');

function valueSchema(values: Values): z.ZodType {
  switch (values.kind) {
    case 'number':
      return z.int().min(values.min).max(values.max);
    case 'flag':
      return z.boolean().optional();
    case 'things':
      return z
        .array(z.enum(values.of as [string, ...string[]]))
        .min(1)
        .max(values.max);
    case 'words':
      return several(z.enum(values.of as [string, ...string[]]), values.of.length);
    default:
      return several(
        z
          .int()
          .min(Math.min(...values.of))
          .max(Math.max(...values.of)),
        values.of.length,
      );
  }
}

/** The bounds of a domain. Messages about them use the words of `list bounds`. */
function boundsSchema(domain: Domain): Record<string, z.ZodType> {
  return Object.fromEntries(
    bounds
      .filter((bound) => bound.domain === domain)
      .map((bound) => [
        bound.name,
        valueSchema(bound.values).meta({ description: boundInJson(bound) }),
      ]),
  );
}

/** The bounds that every world has are fields of the world; each other domain has a part. */
function partSchema(domain: Domain): Record<string, z.ZodType> {
  const fields = boundsSchema(domain);
  if (domain.isEverywhere === true) return fields;
  const part = z.strictObject(fields).optional();
  return { [domain.name]: part.meta({ description: `the bounds of ${domain.inWords}` }) };
}

/** The name of a custom world says how it differs from a named one, so it can be long. */
const WORLD_NAME_MAX = 400;

const worldSchema = z
  .strictObject({
    name: z.string().min(1).max(WORLD_NAME_MAX),
    says: z
      .string()
      .max(2 * WORLD_NAME_MAX)
      .optional(),
    ...(Object.assign({}, ...domains.map(partSchema)) as Record<string, z.ZodType>),
  })
  .meta({ description: 'the bounds of the trace' });

/** Fields of a world as they are stored, in their order. */
export const worldFields = Object.keys(worldSchema.shape) as readonly (keyof World)[];

/**
 * Reads a world with every bound from input.
 *
 * @throws InputError which bound is wrong, and its range
 */
export function checkWorld(value: unknown, where: string): World {
  const { says = '', ...rest } = check(worldSchema, value, where);
  return whole({ says, ...rest } as World, where);
}

/** @throws InputError if it has a domain without those that it needs */
function whole<W extends Pick<World, DomainName>>(world: W, where: string): W {
  for (const { name, needs } of domains)
    for (const need of needs)
      if (world[name as DomainName] !== undefined && world[need as DomainName] === undefined)
        throw new InputError(`${where}: ${need} is missing, expected with ${name}`);
  return world;
}

type DomainName = Exclude<keyof World, 'name' | 'says'>;

/** A few words; only the object of a splat can be longer. */
const words = z.string().min(1).max(300);

const placeSchema = z
  .union([
    z.strictObject({ clause: words, command: words.optional() }),
    z.strictObject({ command: words, answer: words }),
    z.strictObject({ splat: words, where: words, what: words }),
  ])
  .meta({
    description:
      'a place: {clause} with or without a command, {command, answer}, or {splat, where, what}',
  });

const violationSchema = z.strictObject({
  law: z
    .string()
    .regex(/^[a-z][a-z-]*$/)
    .max(60)
    .meta({ description: 'the name of a law' }),
  place: placeSchema,
});

const provenanceSchema = z
  .strictObject({
    seed: z.int(),
    run: z.int().min(0),
    commands: z.int().min(0),
    drawn: z.int().min(0),
    executions: z.int().min(0),
  })
  .meta({ description: 'how it was found; the seed is of use only to the same version' });

const certificateSchema = z
  .strictObject({
    commands: z.int().min(0).max(1000),
    alphabet: z.array(z.string().max(60)).min(1).max(200),
    levels: z.array(z.int().min(0)).min(1).max(1001),
    states: z.int().min(1),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .meta({
    description:
      'the evidence that no shorter trace breaks the law at the place; certify checks it',
  });

/** Everything of a stored trace but its steps, which are read one by one for better messages. */
const envelope = z.strictObject({
  format: z.literal('pasidcheck-trace'),
  version: z.literal(formatVersion),
  // The name of a kernel with mended defects names all of them.
  kernel: z.string().min(1).max(4000).optional(),
  world: worldSchema,
  violates: violationSchema.optional(),
  witness: z.string().max(2000).optional(),
  grade: z.string().max(200).optional(),
  certificate: certificateSchema.optional(),
  provenance: provenanceSchema.optional(),
});

/** The largest number of steps of a trace. */
export const STEPS_MAX = 10_000;

/** The published schema of a stored trace (JSON Schema, draft 2020-12). */
export function traceJsonSchema(): unknown {
  const steps = z.array(z.union([...stepSchemas.values()]));
  return z.toJSONSchema(envelope.extend({ steps: steps.min(1).max(STEPS_MAX) }));
}

/** Everything of a stored trace but its steps. */
export interface Envelope {
  readonly format: 'pasidcheck-trace';
  readonly version: typeof formatVersion;
  readonly kernel?: string | undefined;
  readonly world: Omit<World, 'says'> & { readonly says?: string | undefined };
  readonly violates?: Violation | undefined;
  readonly witness?: string | undefined;
  readonly grade?: string | undefined;
  readonly certificate?: Certificate | undefined;
  readonly provenance?: Provenance | undefined;
}

/** @throws InputError */
export function checkEnvelope(value: unknown, file: string): Envelope {
  const stored = check(envelope, value, file) as Envelope;
  whole(stored.world, `${file}: world`);
  return stored;
}

/** Reads a step of a known kind, with its names as they are written. @throws InputError */
export function checkStep(kind: string, value: unknown, where: string): Record<string, unknown> {
  return check(stepSchemas.get(kind)!, value, where);
}

/** Parses with zod and turns its first complaint into one line. */
function check<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // A misspelled field is also a missing field; the message that it is unknown helps more.
  const { issues } = result.error;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]!;
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = [...Object.keys(shapeAt(schema, issue.path)), ...bounds.map(({ name }) => name)];
    const key = issue.keys[0]!;
    throw new InputError(
      `${where}: unknown field ${shown(path ? `${path}.${key}` : key)}${guess(key, known)}`,
    );
  }
  const got = issue.path.reduce<unknown>(
    (v, key) => (v as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  throw new InputError(
    `${where}: ${path || 'value'} is ${shown(got)}, ${expectation(issue, schema)}`,
  );
}

function expectation(issue: z.core.$ZodIssue, schema: z.ZodType): string {
  // A fault in an item of a list is reported for the list.
  const path = issue.path.filter((key) => typeof key === 'string');
  const field = shapeAt(schema, path.slice(0, -1))[path.at(-1) ?? ''] as z.ZodType | undefined;
  const description = field?.meta()?.description;
  if (description !== undefined) return `expected ${description}`;
  return cut(issue.message.replace(/^Invalid (input|option): /, '').replaceAll(/\s+/g, ' '), 120);
}

/** The fields of the object at a path of a schema; empty when there is none. */
function shapeAt(schema: z.ZodType, path: readonly PropertyKey[]): Record<string, unknown> {
  let at: unknown = schema;
  for (const key of path) {
    const shape = (at as { shape?: Record<PropertyKey, unknown> } | undefined)?.shape;
    at = shape?.[key];
    if (at instanceof z.ZodOptional) at = at.unwrap();
  }
  return (at as { shape?: Record<string, unknown> } | undefined)?.shape ?? {};
}
