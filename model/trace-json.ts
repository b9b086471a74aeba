import { z } from 'zod';
import type { Certificate } from './certificate.ts';
import { type Command, type Field, letters, type Rules, type Sort, sorts } from './command.ts';
import { stepRules } from './steps.ts';
import { InputError, unknownName } from './input-error.ts';
import type { LawName } from './judgement.ts';
import { eachName } from './names.ts';
import { nearest } from './nearest.ts';
import type { Provenance } from './provenance.ts';
import type { Trace } from './trace.ts';
import { backends, groupKinds, vfioLimits, type World, worldLimits } from './world.ts';

/** The version of the stored form. It changes when an older reader would misread a newer file. */
export const formatVersion = 1;

const name = (sort: Sort) =>
  z
    .string()
    .regex(new RegExp(`^${letters[sort]}(0|[1-9][0-9]{0,8})$`))
    .meta({ description: `a ${sort}, such as ${letters[sort]}0` });

function fieldSchema(field: Field) {
  if ('oneOf' in field) return z.enum(field.oneOf as [string, ...string[]]);
  return name('uses' in field ? field.uses : field.makes);
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
        .meta({ description: 'the point at which the command is left until it is continued' }),
    })
    .meta({ description: rules.says });
}

const stepSchemas = new Map(stepRules.map((rules) => [rules.kind, stepSchema(rules)]));

const bounded = (min: number, max: number) => z.int().min(min).max(max);

/** A list without anything twice. */
const several = <T extends z.ZodType>(item: T, max: number) =>
  z
    .array(item)
    .min(1)
    .max(max)
    .refine((items) => new Set(items).size === items.length, 'expected nothing twice');

const vfioSchema = z
  .strictObject({
    containers: bounded(1, vfioLimits.containers),
    groups: z.array(z.enum(groupKinds)).min(1).max(vfioLimits.groups),
    backends: several(z.enum(backends), backends.length),
    iovas: bounded(2, vfioLimits.iovas),
    addresses: bounded(2, vfioLimits.addresses),
    mappings: bounded(1, vfioLimits.mappings),
    dmaEntries: bounded(1, vfioLimits.mappings),
    limits: several(bounded(0, vfioLimits.limit), vfioLimits.limit + 1),
    capable: z.boolean(),
  })
  .meta({ description: 'what there is of VFIO' });

const worldSchema = z
  .strictObject({
    name: z.string().min(1).max(60),
    says: z.string().max(200).optional(),
    processes: bounded(1, worldLimits.processes),
    devices: bounded(0, worldLimits.devices),
    files: bounded(0, worldLimits.files),
    pasids: bounded(0, worldLimits.pasids),
    closeOnExec: z.boolean(),
    sharedGroup: z.boolean().optional(),
    vfio: vfioSchema.optional(),
    threads: z.boolean().optional(),
  })
  .meta({ description: 'the bounds in which the trace means something' });

const violationSchema = z.strictObject({
  law: z
    .string()
    .regex(/^[a-z][a-z-]*$/)
    .max(60)
    .meta({ description: 'the name of a law' }),
  place: z.string().min(1).max(300),
});

const provenanceSchema = z
  .strictObject({
    seed: z.int(),
    run: z.int().min(0),
    commands: z.int().min(0),
    drawn: z.int().min(0),
    executions: z.int().min(0),
  })
  .meta({ description: 'where it was found; the seed means nothing to another version' });

const certificateSchema = z
  .strictObject({
    commands: z.int().min(0).max(1000),
    alphabet: z.array(z.string().max(60)).min(1).max(200),
    levels: z.array(z.int().min(0)).min(1).max(1001),
    states: z.int().min(1),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .meta({ description: 'that no shorter trace breaks the law at the place; checked by certify' });

/** Everything of a stored trace but its steps, which are read one by one for better messages. */
const envelope = {
  format: z.literal('pasidcheck-trace'),
  version: z.literal(formatVersion),
  // That of a kernel without some defects names them all.
  kernel: z.string().min(1).max(4000).optional(),
  world: worldSchema,
  violates: violationSchema.optional(),
  witness: z.string().max(2000).optional(),
  grade: z.string().max(200).optional(),
  certificate: certificateSchema.optional(),
  provenance: provenanceSchema.optional(),
};

const STEPS_MAX = 10_000;

/** The published schema of a stored trace (JSON Schema, draft 2020-12). */
export function traceJsonSchema(): unknown {
  const steps = z.array(z.union([...stepSchemas.values()]));
  return z.toJSONSchema(z.strictObject({ ...envelope, steps: steps.min(1).max(STEPS_MAX) }));
}

/** A trace as it is stored, with what is known of it. */
export interface StoredTrace {
  readonly trace: Trace;
  readonly kernel?: string | undefined;
  readonly violates?: { readonly law: LawName; readonly place: string } | undefined;
  readonly witness?: string | undefined;
  readonly grade?: string | undefined;
  readonly certificate?: Certificate | undefined;
  readonly provenance?: Provenance | undefined;
}

/** The stored form: keys in a fixed order, one step or list per line, a newline at the end. */
export function writeTrace(stored: StoredTrace): string {
  const { trace, ...about } = stored;
  const { steps, world } = trace;
  const head = JSON.stringify(
    {
      format: 'pasidcheck-trace',
      version: formatVersion,
      kernel: about.kernel,
      world: inOrder(world),
      violates: about.violates,
      witness: about.witness,
      grade: about.grade,
      certificate: about.certificate,
      provenance: about.provenance,
    },
    undefined,
    2,
  );
  const compact = head.replaceAll(/\[\n\s+([^[\]{}]*)\n\s+\]/g, (_, items: string) => {
    return `[${items.replaceAll(/\n\s+/g, ' ')}]`;
  });
  const lines = steps.map((c) => `    ${JSON.stringify(namedStep(c))}`).join(',\n');
  return `${compact.slice(0, -2)},\n  "steps": [\n${lines}\n  ]\n}\n`;
}

/** Its fields as the schema has them, whoever made it. */
function inOrder(world: World): object {
  const fields = Object.keys(worldSchema.shape) as (keyof World)[];
  return Object.fromEntries(fields.map((field) => [field, world[field]]));
}

/** A command with its names as they are written: `{"kind":"open","process":"p0",...}`. */
export function namedStep(c: Command): Record<string, string | number> {
  const rules = stepRules.find((r) => r.kind === c.kind)!;
  const named: Record<string, string | number> = { kind: c.kind };
  for (const [field, kind] of Object.entries(rules.fields))
    named[field] =
      'oneOf' in kind
        ? (c[field] as string)
        : `${letters['uses' in kind ? kind.uses : kind.makes]}${c[field]}`;
  if (c.fails !== undefined) named['fails'] = c.fails;
  if (c.stops !== undefined) named['stops'] = c.stops;
  return named;
}

/**
 * Reads the stored form, strictly.
 *
 * @param file - named in messages
 * @throws InputError one line: where, what was found, what was expected
 */
export function readTrace(text: string, file: string): StoredTrace {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError(
      `${file}: not JSON (${oneLine((error as Error).message)}); is it cut off?`,
    );
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new InputError(`${file}: expected a stored trace (a JSON object)`);
  const { version, format, steps: rawSteps, ...rest } = json as Record<string, unknown>;
  if (format !== 'pasidcheck-trace')
    throw new InputError(
      `${file}: format is ${show(format)}, expected "pasidcheck-trace": this is no stored trace`,
    );
  if (version !== formatVersion)
    throw new InputError(
      `${file}: format version ${show(version)}, but this pasidcheck reads version ${formatVersion}`,
    );
  const head = check(z.strictObject(envelope), { format, version, ...rest }, file);
  if (!Array.isArray(rawSteps) || rawSteps.length === 0)
    throw new InputError(`${file}: steps is ${show(rawSteps)}, expected a list of commands`);
  if (rawSteps.length > STEPS_MAX)
    throw new InputError(`${file}: ${rawSteps.length} steps, expected at most ${STEPS_MAX}`);
  const steps = rawSteps.map((raw, i) => readStep(raw, `${file}: step ${i + 1}`));
  const { name: worldName, says = '', ...bounds } = head.world;
  const world = { name: worldName, says, ...bounds };
  checkNames(steps, world, file);
  return {
    trace: { world, steps },
    kernel: head.kernel,
    violates: head.violates,
    witness: head.witness,
    grade: head.grade,
    certificate: head.certificate,
    provenance: head.provenance,
  };
}

function readStep(raw: unknown, where: string): Command {
  const kind = (raw as { kind?: unknown } | null)?.kind;
  if (typeof kind !== 'string')
    throw new InputError(`${where}: ${show(raw)} has no "kind", expected a command`);
  const schema = stepSchemas.get(kind);
  if (schema === undefined)
    throw new InputError(
      `${where}: ${unknownName('command', kind, [...stepSchemas.keys()]).message}`,
    );
  const { fails, stops, ...step } = check(schema, raw, where) as Record<string, unknown>;
  const rules = stepRules.find((r) => r.kind === kind)!;
  const c: Record<string, string | number> = { kind };
  for (const [field, f] of Object.entries(rules.fields))
    c[field] = 'oneOf' in f ? (step[field] as string) : Number((step[field] as string).slice(1));
  if (fails !== undefined) c['fails'] = fails as number;
  if (stops !== undefined) c['stops'] = stops as string;
  return c as Command;
}

/** Every name that is used was there from the start or made before, and is made once. */
function checkNames(steps: readonly Command[], world: Trace['world'], file: string): void {
  const known: Record<Sort, Set<number>> = Object.fromEntries(
    sorts.map((sort) => [sort, new Set<number>()]),
  ) as Record<Sort, Set<number>>;
  known.process.add(0);
  for (let d = 0; d < world.devices; d++) known.device.add(d);
  world.vfio?.groups.forEach((_, g) => known.group.add(g));
  steps.forEach((c, i) => {
    const rules = stepRules.find((r) => r.kind === c.kind)!;
    eachName(rules, c, (sort, field, number, makes) => {
      const word = `${letters[sort]}${number}`;
      const where = `${file}: step ${i + 1} (${c.kind})`;
      if (makes && known[sort].has(number))
        throw new InputError(
          `${where}: ${field} ${word} is made a second time; names are made once`,
        );
      if (!makes && !known[sort].has(number))
        throw new InputError(
          `${where}: ${field} ${word} refers to nothing; expected one of ${listOf(sort, known[sort])}`,
        );
      if (makes) known[sort].add(number);
    });
  });
}

function listOf(sort: Sort, numbers: ReadonlySet<number>): string {
  const names = [...numbers].map((n) => `${letters[sort]}${n}`);
  if (names.length === 0) return `none: no ${sort} has been made before`;
  return names.length > 8 ? `${names.slice(0, 8).join(', ')}, ...` : names.join(', ');
}

/** Parses with zod and turns its first complaint into one line. */
function check<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(shapeAt(schema, issue.path));
    const key = issue.keys[0]!;
    throw new InputError(
      `${where}: unknown field ${JSON.stringify(path ? `${path}.${key}` : key)}; did you mean ${JSON.stringify(nearest(key, known))}?`,
    );
  }
  const got = issue.path.reduce<unknown>(
    (v, key) => (v as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  throw new InputError(
    `${where}: ${path || 'value'} is ${show(got)}, ${expectation(issue, schema)}`,
  );
}

function expectation(issue: z.core.$ZodIssue, schema: z.ZodType): string {
  const description = (
    shapeAt(schema, issue.path.slice(0, -1))[String(issue.path.at(-1))] as z.ZodType | undefined
  )?.meta()?.description;
  if (description !== undefined) return `expected ${description}`;
  return oneLine(issue.message.replace(/^Invalid (input|option): /, ''));
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

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 200);
}
