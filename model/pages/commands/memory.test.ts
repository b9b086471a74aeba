import { describe, expect, it } from 'vitest';
import { after, afterIn } from '../../../testing/model.ts';
import { slots } from '../state.ts';

describe('mmap-page and munmap-page', () => {
  it('make sense at every address, and where there is something', () => {
    const model = afterIn('vfio');
    expect(model.admits('mmap-page p0 a0 ram')).toEqual(['success']);
    expect(model.and('munmap-page p0 a0').isPossible('munmap-page p0 a0')).toBe(false);
    expect(model.admits('mmap-page p0 a0 ram')).toEqual(['success']);
    expect(afterIn('vfio-capable').isPossible('mmap-page p0 a2 ram')).toBe(false);
    expect(afterIn('vfio-capable').isPossible('munmap-page p0 a2')).toBe(false);
    expect(after().isPossible('munmap-page p0 a0')).toBe(false);
  });

  it('end the mlock of the page', () => {
    const model = afterIn('vfio', 'mlock p0 a0', 'munmap-page p0 a0', 'mmap-page p0 a0 ram');
    expect(model.state.pages.expectedLocked(1)).toBe(0);
    const replaced = afterIn('vfio', 'mlock p0 a0', 'mmap-page p0 a0 ram');
    expect(replaced.state.pages.expectedLocked(1)).toBe(0);
  });

  it('put a page in the place of what was there (MAP_FIXED), whatever that was', () => {
    const { pages, ...state } = afterIn(
      'vfio',
      'mmap-page p0 a0 reserved',
      'mmap-page p0 a3 ram',
    ).state;
    const p = state.processes[0]!;
    expect([pages.slot(p, 0), pages.slot(p, 3)]).toEqual([slots.reserved, slots.ordinary]);
  });

  it('leave pins on the page that was there', () => {
    const through = ['container p0 type1v2 -> c0', 'attach p0 c0 g1', 'map p0 c0 i0 a0 1 rw'];
    for (const line of ['munmap-page p0 a0', 'mmap-page p0 a0 reserved']) {
      const { vfio, pages } = afterIn('vfio', ...through, line).state;
      expect([pages.expectedLocked(1), vfio.mappings.expectedPinReferences()]).toEqual([1, [1, 1]]);
    }
  });

  it('make a page that counts or one that does not', () => {
    const model = afterIn('vfio', 'munmap-page p0 a0', 'munmap-page p0 a1');
    model.and('mmap-page p0 a0 reserved', 'mmap-page p0 a1 ram', 'mlock p0 a0', 'mlock p0 a1');
    expect(model.state.pages.expectedLocked(1)).toBe(1);
  });

  it('are seen by everyone in the mm, and by no child', () => {
    const model = afterIn('vfio', 'clone p0 -> p1', 'munmap-page p1 a0');
    expect(model.isPossible('munmap-page p0 a0')).toBe(false);
    expect(model.and('mmap-page p0 a0 ram').isPossible('munmap-page p1 a0')).toBe(true);
    const forked = afterIn('vfio', 'fork p0 -> p1', 'munmap-page p1 a0');
    expect(forked.isPossible('munmap-page p0 a0')).toBe(true);
  });

  it('are forgotten by a new program', () => {
    const model = afterIn('vfio', 'munmap-page p0 a0', 'exec p0');
    expect(model.isPossible('munmap-page p0 a0')).toBe(true);
  });
});

describe('setrlimit', () => {
  it('knows the limits of the world and none', () => {
    const model = afterIn('vfio-tiny');
    expect(model.isPossible('setrlimit p0 1')).toBe(true);
    expect(model.isPossible('setrlimit p0 2')).toBe(false);
    expect(model.admits('setrlimit p0 unlimited')).toEqual(['success']);
    expect(after().isPossible('setrlimit p0 unlimited')).toBe(false);
  });

  it('takes nothing away, and is inherited', () => {
    const model = afterIn('vfio', 'mlock p0 a0', 'setrlimit p0 0', 'fork p0 -> p1');
    expect(model.state.pages.expectedLocked(1)).toBe(1);
    expect(model.admits('mlock p1 a0')).toEqual(['EPERM']);
    expect(model.and('setrlimit p1 unlimited').admits('mlock p1 a0')).toEqual(['success']);
  });

  it('stays over exec', () => {
    expect(afterIn('vfio', 'setrlimit p0 0', 'exec p0').admits('mlock p0 a0')).toEqual(['EPERM']);
  });
});

describe('dropcap', () => {
  it('makes sense for who has the capability, once', () => {
    expect(afterIn('vfio').isPossible('dropcap p0')).toBe(false);
    const model = afterIn('vfio-capable', 'fork p0 -> p1');
    expect(model.admits('dropcap p0')).toEqual(['success']);
    expect(model.and('dropcap p0').isPossible('dropcap p0')).toBe(false);
    expect(model.isPossible('dropcap p1')).toBe(true);
  });
});

describe('contend', () => {
  it('changes nothing that is true', () => {
    const { state } = afterIn('vfio');
    const before = state.layout.snapshot();
    expect(afterIn('vfio').admits('contend p0')).toEqual(['success']);
    expect(afterIn('vfio', 'contend p0').state.layout.snapshot()).toEqual(before);
    expect(after().isPossible('contend p0')).toBe(false);
  });
});
