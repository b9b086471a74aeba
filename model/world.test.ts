import { describe, expect, it } from 'vitest';
import { State } from './state.ts';
import { findWorld, vfioBoundsText, vfioLimits, worldLimits, worlds } from './world.ts';

describe('the named worlds', () => {
  it('have names of their own', () => {
    expect(new Set(worlds.map((w) => w.name)).size).toBe(worlds.length);
  });

  it.each(worlds)('$name: its line says what it has', (w) => {
    expect(w.says).not.toBe('');
  });

  it.each(worlds)('$name: keeps within the limits of the layouts', (w) => {
    for (const bound of ['processes', 'devices', 'files', 'pasids'] as const) {
      const isHalf = bound !== 'processes' && w.vfio !== undefined;
      expect(w[bound]).toBeGreaterThanOrEqual(isHalf ? 0 : 1);
      expect(w[bound]).toBeLessThanOrEqual(worldLimits[bound]);
    }
    if (w.vfio === undefined) return;
    for (const bound of ['containers', 'iovas', 'addresses', 'mappings'] as const) {
      expect(w.vfio[bound]).toBeGreaterThanOrEqual(1);
      expect(w.vfio[bound]).toBeLessThanOrEqual(vfioLimits[bound]);
    }
    expect(w.vfio.groups.length).toBeLessThanOrEqual(vfioLimits.groups);
    expect(Math.max(...w.vfio.limits)).toBeLessThanOrEqual(vfioLimits.limit);
  });
});

describe('the bounds of VFIO in words', () => {
  const { vfio } = findWorld('vfio-tiny');

  it('name all of them', () => {
    expect(vfioBoundsText(vfio!)).toBe(
      '1 container (type1v2), groups mdev, passthrough, 2 IOVAs, 4 addresses, 2 mappings (2 in a container), limits 1, unlimited',
    );
  });

  it.each<[string, object]>([
    ['containers', { containers: 2 }],
    ['groups', { groups: ['mdev', 'mdev'] }],
    ['backends', { backends: ['type1'] }],
    ['IOVAs', { iovas: 3 }],
    ['addresses', { addresses: 3 }],
    ['mappings', { mappings: 3 }],
    ['entries', { dmaEntries: 1 }],
    ['limits', { limits: [2] }],
    ['capability', { capable: true }],
  ])('read differently with other %s', (_what, change) => {
    expect(vfioBoundsText({ ...vfio!, ...change })).not.toBe(vfioBoundsText(vfio!));
  });
});

describe('the largest world', () => {
  it('fits the state of the specification', () => {
    const s = new State({ name: 'largest', says: '', closeOnExec: true, ...worldLimits });
    expect(s.layout.size).toBeLessThan(1024);
  });

  it('has a bit for every PASID and every file', () => {
    const s = new State({ name: 'largest', says: '', closeOnExec: true, ...worldLimits });
    const p = s.process(0)!;
    for (let i = 0; i < worldLimits.files; i++) s.newHandle(-1, s.newFile(i, 0, p), p, 30);
    expect(s.files.every((f) => s.holds(p, f))).toBe(true);
    s.leaveMm(p);
    for (const f of s.files) s.endHandlesOf(f);
    expect(s.mayBeTaken(30)).toBe(true);
    expect(s.mayBeTaken(29)).toBe(false);
  });
});
