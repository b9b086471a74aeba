import { describe, expect, it } from 'vitest';
import { failed } from '../../answer.ts';
import { after } from '../../../testing/model.ts';

describe('exit', () => {
  it('has to succeed', () => {
    expect(after().admits('exit p0')).toEqual(['success']);
  });

  it('takes the process away, and with it the files that only it had open', () => {
    const gone = after('open p0 d0 -> f0', 'fork p0 -> p1', 'open p0 d0 -> f1', 'exit p0');
    expect(gone.isPossible('exit p0')).toBe(false);
    expect(gone.files).toEqual([0]);
    expect(gone.bonds).toEqual(['f0: mm0 on d0 under PASID 1']);
  });

  it('takes its mappings away, so that they keep no file', () => {
    const gone = after('fork p0 -> p1', 'open p0 d0 -> f0', 'mmap p0 f0 mmio', 'exit p0');
    expect(gone.files).toEqual([]);
    expect(gone.bonds).toEqual([]);
  });

  it('leaves the bond of the dead mm to whoever keeps the file', () => {
    const daemon = after('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0');
    expect(daemon.bonds).toEqual(['f0: mm0 on d0 under PASID 1']);
    expect(daemon.state.runs(1)).toBe(false);
  });

  it('changes nothing when it never returned', () => {
    const hung = after('open p0 d0 -> f0').answered('exit p0', failed('HUNG'));
    expect(hung.openIn(0)).toEqual([0]);
  });
});
