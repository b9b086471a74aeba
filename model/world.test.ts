import { describe, expect, it } from 'vitest';
import { State } from './state.ts';
import { findWorld, worlds } from './worlds.ts';
import { bounds, boundsText, widened, withBound } from './world-bounds.ts';
import { largest } from '../testing/largest.ts';
import { FILES_MAX } from './sva/bounds.ts';
import { checkWorld } from './trace-schema.ts';

describe('the named worlds', () => {
  it('have names of their own', () => {
    expect(new Set(worlds.map((w) => w.name)).size).toBe(worlds.length);
  });

  it.each(worlds)('$name: its line says what it has', (w) => {
    expect(w.says).not.toBe('');
  });

  it.each(worlds)('$name: keeps within the limits of the layouts', (w) => {
    expect(checkWorld(w, 'here')).toEqual(w);
  });
});

describe('the bounds of a world in words', () => {
  const tiny = findWorld('vfio-tiny');

  it('name all of them', () => {
    expect(boundsText(tiny)).toBe(
      '2 processes, 4 addresses, limits 1, unlimited, 1 container, groups mdev, passthrough, backend type1v2, 2 IOVAs, 2 mappings, 2 in a container',
    );
    expect(boundsText(findWorld('sva-group'))).toBe(
      '2 processes, 2 devices, 3 files, one IOMMU group, 2 PASIDs',
    );
  });

  it.each(bounds)('read differently with another $name', (bound) => {
    const names: Readonly<Record<string, string>> = {
      prq: 'vtd',
      enqcmd: 'enqcmd',
      sets: 'sets-small',
    };
    const world = findWorld(names[bound.domain.name] ?? 'both');
    const other = bound.isKind ? true : ['mdev'];
    const isFixed = bound.values.kind === 'things' || bound.isKind;
    const changed = isFixed ? withBound(world, bound, other) : widened(world, bound)!;
    expect(boundsText(changed)).not.toBe(boundsText(world));
  });
});

describe('the largest world', () => {
  it('fits the state of the specification', () => {
    const s = new State(largest);
    expect(s.layout.size).toBeLessThan(1024);
  });

  it('has a bit for every PASID and every file', () => {
    const s = new State(largest);
    const p = s.process(0)!;
    for (let i = 0; i < FILES_MAX; i++) s.sva.newHandle(-1, s.sva.newFile(i, 0, p), p, 30);
    expect(s.sva.files.every((f) => s.sva.hasOpen(p, f))).toBe(true);
    s.leaveMm(p);
    for (const f of s.sva.files) s.sva.endHandlesOf(f);
    expect(s.ioasid.mayBeTaken(30)).toBe(true);
    expect(s.ioasid.mayBeTaken(29)).toBe(false);
  });
});
