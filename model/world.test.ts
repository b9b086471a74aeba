import { describe, expect, it } from 'vitest';
import { State } from './state.ts';
import { worldLimits, worlds } from './world.ts';

describe('the named worlds', () => {
  it('have names of their own', () => {
    expect(new Set(worlds.map((w) => w.name)).size).toBe(worlds.length);
  });

  it.each(worlds)('$name: its line says what it has', (w) => {
    expect(w.says).not.toBe('');
  });

  it.each(worlds)('$name: keeps within the limits of the layouts', (w) => {
    for (const bound of ['processes', 'devices', 'files', 'pasids'] as const) {
      expect(w[bound]).toBeGreaterThanOrEqual(1);
      expect(w[bound]).toBeLessThanOrEqual(worldLimits[bound]);
    }
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
