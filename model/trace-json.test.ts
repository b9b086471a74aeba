import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traces } from '../checker/arbitrary.ts';
import { breaksOf } from '../defects/defect.ts';
import { defects } from '../defects/index.ts';
import { sva } from '../testing/model.ts';
import { parseSteps } from './linux.ts';
import { placeText } from './place.ts';
import { readTrace, writeTrace } from './trace-json.ts';
import { traceJsonSchema } from './trace-schema.ts';
import { findWorld, worlds } from './worlds.ts';
import { specification } from '../properties/linux.ts';

describe('a stored trace', () => {
  it('reads back as it was written, whatever the trace', () => {
    for (const world of worlds)
      fc.assert(
        fc.property(traces(specification, world), (trace) => {
          const text = writeTrace({ trace, kernel: 'reference' });
          const read = readTrace(text, 'memory');
          expect(read.trace).toEqual(trace);
          expect(writeTrace(read)).toBe(text);
        }),
        { seed: 1, numRuns: 12 },
      );
  });

  it('reads back where its commands stop and go on', () => {
    const steps = parseSteps(
      'open p0 d0 -> f0 [allocation 9 fails] [stops at uacce_fops_open: bound, not yet listed]',
      'hotplug d0 remove',
      'continue p0 [stops at uacce_fops_open: before uacce->mutex]',
      'continue p0',
      'continue-hotplug d0',
      'continue-work',
    );
    const text = writeTrace({ trace: { world: sva, steps } });
    expect(text).toContain('"fails":9,"stops":"uacce_fops_open: bound, not yet listed"}');
    expect(readTrace(text, 'memory').trace).toEqual({ world: sva, steps });
  });

  it.each<[string, object, string]>([
    ['no text', { stops: 3 }, 'stops is 3, expected the point at which the command is suspended'],
    [
      'no words',
      { stops: '' },
      'stops is "", expected the point at which the command is suspended',
    ],
    [
      'no end',
      { stops: 'x'.repeat(201) },
      `stops is "${'x'.repeat(56)}..., expected the point at which the command is suspended`,
    ],
    ['another spelling', { stop: 'x' }, 'unknown field "stop"; did you mean "stops"?'],
  ])('is refused if a stop has %s', (_what, change, message) => {
    const step = { kind: 'exit', process: 'p0', ...change };
    const text = writeTrace({ trace: { world: sva, steps: parseSteps('exit p0') } });
    const { steps: _steps, ...head } = JSON.parse(text) as Record<string, unknown>;
    expect(() => readTrace(JSON.stringify({ ...head, steps: [step] }), 'memory')).toThrow(
      `memory: step 1: ${message}`,
    );
  });

  it.each<[string, object, string]>([
    ['a bound that no layout is made for', { iovas: 9 }, 'world.vfio.iovas is 9'],
    ['no container', { containers: 0 }, 'world.vfio.containers is 0'],
    ['a device of no kind', { groups: ['gpu'] }, 'world.vfio.groups.0 is "gpu"'],
    ['no device', { groups: [] }, 'world.vfio.groups is []'],
    ['a backend twice', { backends: ['tce', 'tce'] }, 'world.vfio.backends is ["tce","tce"]'],
    [
      'another spelling',
      { dmaEntrys: 1 },
      'unknown field "world.vfio.dmaEntrys"; did you mean "dmaEntries"?',
    ],
  ])('is refused if its VFIO has %s', (_what, change, message) => {
    const world = findWorld('vfio-tiny');
    const text = writeTrace({ trace: { world, steps: parseSteps('exit p0') } });
    const stored = JSON.parse(text) as { world: object };
    const changed = { ...stored, world: { ...world, vfio: { ...world.vfio, ...change } } };
    expect(readTrace(JSON.stringify(stored), 'memory').trace.world).toEqual(world);
    expect(() => readTrace(JSON.stringify(changed), 'memory')).toThrow(`memory: ${message}`);
  });

  // Sets of PASIDs are younger than these versions.
  const old = worlds.filter(({ sets }) => sets === undefined);
  it.each(old)('is read as version 1 stored it: $name', (world) => {
    const {
      format,
      version: _now,
      ...stored
    } = JSON.parse(writeTrace({ trace: { world, steps: parseSteps('exit p0') } })) as Record<
      string,
      unknown
    >;
    const { sva: svaPart, ioasid, pages, vfio, ...flat } = world;
    const inVersion1 = {
      ...flat,
      ...(svaPart ?? { devices: 0, files: 0 }),
      pasids: ioasid?.pasids ?? 0,
      ...(vfio && { vfio: { ...vfio, ...pages } }),
    };
    const text = JSON.stringify({ format, version: 1, ...stored, world: inVersion1 });
    expect(readTrace(text, 'memory').trace.world).toEqual(world);
  });

  it('is read as versions 1 and 2 stored it, with every place of the catalogue as text', () => {
    const { format, ...stored } = JSON.parse(
      writeTrace({ trace: { world: sva, steps: parseSteps('exit p0') } }),
    ) as Record<string, unknown>;
    for (const version of [1, 2])
      for (const { law, place } of defects.flatMap(breaksOf)) {
        const violates = { law, place: placeText(place) };
        const text = JSON.stringify({ ...stored, format, version, violates });
        expect(readTrace(text, 'memory').violates).toEqual({ law, place });
      }
  });

  it('has the schema that is published', () => {
    const published: unknown = JSON.parse(readFileSync('schemas/trace.schema.json', 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(traceJsonSchema())));
  });
});
