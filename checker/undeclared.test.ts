import { describe, expect, it } from 'vitest';
import { placeText } from '../model/place.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { observableKinds } from '../model/observation.ts';
import { parseSteps } from '../model/linux.ts';
import { findWorld } from '../model/worlds.ts';
import { guarded } from '../testing/guarded-port.ts';
import { explain } from './explain.ts';
import { Runner } from './run.ts';
import { specification } from '../properties/linux.ts';

const both = findWorld('both');

/** Something of everything: bonds, DMA, mappings, pins, commands that overlap, and rest. */
const tour = parseSteps(
  'open p0 d0 -> f0',
  'start p0 f0',
  'dma f0',
  'fork p0 -> p1',
  'container p0 type1v2 -> c0',
  'attach p0 c0 g0',
  'map p0 c0 i0 a0 1 rw',
  'pin g0 i0 1 [stops at vfio_pin_pages: limit tested, not yet charged]',
  'mlock p0 a1',
  'continue-driver g0',
  'unmap p0 c0 i0 1',
  'exit p0',
  'exit p1',
);

const kernel = (switches: Partial<Switches> = {}) =>
  new SimulatedKernel('kernel', { ...reference, ...switches });

describe('an implementation that does not show everything', () => {
  it.each(observableKinds)('is never asked for %s', (hidden) => {
    const runner = new Runner(specification, guarded(kernel(), hidden), both);
    const broken: string[] = [];
    const outcome = runner.run(tour, { broken: (_step, { law }) => void broken.push(law) });
    expect({ broken, ...outcome }).toEqual({ broken: [], applied: 12, skipped: 0, ended: 'whole' });
  });

  it.each(observableKinds)('is not asked for %s in a report', (hidden) => {
    const port = guarded(kernel({ pinNodeUnwind: 'by-lookup', uaccePutQ: 'stop-and-put' }), hidden);
    const steps = parseSteps('open p0 d0 -> f0', 'putq p0 f0', 'putq p0 f0');
    const place = {
      law: 'answers-conform',
      place: { command: 'putq', answer: 'ENXIO' },
      witness: '',
    };
    const trace = { world: both, steps };
    const about = {
      ...place,
      kernel: 'k',
      trace,
      grade: 'as given',
      provenance: undefined,
    } as const;
    expect(explain(specification, port, about).unseen).toEqual([hidden]);
  });

  it('throws in these tests if it is asked', () => {
    const { splats } = kernelAt(observableKinds.indexOf('pins'));
    expect(splats).toEqual([]);
    expect(() => kernelAt(observableKinds.indexOf('splats')).splats).toThrow(
      'asked for splats, but splats are not shown',
    );
  });

  it('breaks isolation by its answers all the same, and is named where it could be seen to', () => {
    const port = guarded(kernel(), 'pins');
    const blind = (world: string) =>
      new Runner(specification, port, findWorld(world)).blindLaws.includes(
        'isolation (but for answers)',
      );
    expect([blind('sva'), blind('both'), blind('vfio')]).toEqual([false, true, true]);
    const stale = guarded(
      kernel({ pasidFreeAt: 'last-unbind', unbindInvalidate: 'never' }),
      'pins',
    );
    const places: string[] = [];
    new Runner(specification, stale, both).run(
      parseSteps(
        'open p0 d0 -> f0',
        'start p0 f0',
        'dma f0',
        'close p0 f0',
        'fork p0 -> p1',
        'open p1 d0 -> f1',
        'start p1 f1',
        'dma f1',
      ),
      { broken: (_step, { place }) => void places.push(placeText(place)) },
    );
    expect(places).toContain('reached a foreign mm');
  });
});

function kernelAt(hidden: number) {
  const port = guarded(kernel(), observableKinds[hidden]!);
  port.reset(both);
  return port.observe();
}
