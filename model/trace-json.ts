import type { Certificate } from './certificate.ts';
import { checkNames } from './check-names.ts';
import type { Command } from './command.ts';
import { language, vocabulary } from './linux.ts';
import { InputError, unknownName } from './input-error.ts';
import type { Violation } from './judgement.ts';
import { withReadableNames } from './name-limits.ts';
import type { Provenance } from './provenance.ts';
import { cut, shown } from './shown.ts';
import type { Trace } from './trace.ts';
import { migrated, olderVersions } from './migrate.ts';
import { checkEnvelope, checkStep, formatVersion, STEPS_MAX, worldFields } from './trace-schema.ts';
import type { World } from './world.ts';

/** A stored trace with its kernel, violation and grade. */
export interface StoredTrace {
  readonly trace: Trace<World>;
  readonly kernel?: string | undefined;
  readonly violates?: Violation | undefined;
  readonly witness?: string | undefined;
  readonly grade?: string | undefined;
  readonly certificate?: Certificate | undefined;
  readonly provenance?: Provenance | undefined;
  /** For a trace read from text: the line number of each step, from 1. */
  readonly lines?: readonly number[] | undefined;
}

/** The stored form: keys in a fixed order, one step or list on each line, a newline at the end. */
export function writeTrace(stored: StoredTrace): string {
  const { trace, ...about } = stored;
  const { steps, world } = withReadableNames(language, trace);
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

/** Its fields in the form of the schema. */
function inOrder(world: World): object {
  return Object.fromEntries(worldFields.map((field) => [field, world[field]]));
}

/** A command with its names as they are written: `{"kind":"open","process":"p0",...}`. */
export function namedStep(c: Command): Record<string, string | number> {
  const named: Record<string, string | number> = { kind: c.kind };
  for (const [field, kind] of vocabulary.fieldsOf(c.kind))
    named[field] =
      'oneOf' in kind
        ? (c[field] as string)
        : vocabulary.name('uses' in kind ? kind.uses : kind.makes, c[field] as number);
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
  const json = parseJson(text, file);
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new InputError(`${file}: expected a stored trace (a JSON object)`);
  const { version, format, steps: rawSteps, ...rest } = json as Record<string, unknown>;
  if (format !== 'pasidcheck-trace')
    throw new InputError(
      `${file}: format is ${shown(format)}, expected "pasidcheck-trace": this is not a stored trace`,
    );
  if (version !== formatVersion && !olderVersions.includes(version))
    throw new InputError(
      `${file}: format version ${shown(version)}, but this pasidcheck reads versions ${[...olderVersions, formatVersion].join(', ')}`,
    );
  const now = version === formatVersion ? rest : migrated(rest);
  const { world: bounds, ...head } = checkEnvelope(
    { format, version: formatVersion, ...now },
    file,
  );
  if (!Array.isArray(rawSteps) || rawSteps.length === 0)
    throw new InputError(`${file}: steps is ${shown(rawSteps)}, expected a list of commands`);
  if (rawSteps.length > STEPS_MAX)
    throw new InputError(`${file}: ${rawSteps.length} steps, expected at most ${STEPS_MAX}`);
  const steps = rawSteps.map((raw, i) => readStep(raw, `${file}: step ${i + 1}`));
  const world = { ...bounds, says: bounds.says ?? '' };
  checkNames(language, steps, world, (step) => `${file}: step ${step + 1}`);
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

/** @throws InputError in one line, also if the nesting is so deep that reading would take minutes */
export function parseJson(text: string, file: string): unknown {
  if (depthOf(text) > DEPTH_MAX)
    throw new InputError(
      `${file}: is nested more than ${DEPTH_MAX} deep, expected a trace or a world as JSON`,
    );
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const why = cut((error as Error).message.replaceAll(/\s+/g, ' '), WHY_MAX);
    throw new InputError(`${file}: not JSON (${why}); is it cut off?`);
  }
}

/** A trace has four levels: itself, its steps, and each step; its world and the parts of that. */
const DEPTH_MAX = 100;

/** The deepest nesting of brackets in JSON. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  let isString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (isString) {
      if (c === '\\') i++;
      else if (c === '"') isString = false;
    } else if (c === '"') isString = true;
    else if (c === '[' || c === '{') most = Math.max(most, ++depth);
    else if (c === ']' || c === '}') depth--;
  }
  return most;
}

/** The largest width of a message of the JSON parser. */
const WHY_MAX = 100;

function readStep(raw: unknown, where: string): Command {
  const kind = (raw as { kind?: unknown } | null)?.kind;
  if (typeof kind !== 'string')
    throw new InputError(`${where}: ${shown(raw)} has no "kind", expected a command`);
  if (!vocabulary.has(kind)) {
    const kinds = vocabulary.steps.map((rules) => rules.kind);
    throw new InputError(
      `${where}: ${unknownName('command', kind, kinds, 'list commands').message}`,
    );
  }
  const { fails, stops, ...step } = checkStep(kind, raw, where);
  const c: Record<string, string | number> = { kind };
  for (const [field, f] of vocabulary.fieldsOf(kind))
    c[field] = 'oneOf' in f ? (step[field] as string) : Number((step[field] as string).slice(1));
  if (fails !== undefined) c['fails'] = fails as number;
  if (stops !== undefined) c['stops'] = stops as string;
  return c as Command;
}
