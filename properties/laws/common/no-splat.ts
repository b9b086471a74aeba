import type { Law } from '../../linux-law.ts';

export const noSplat: Law = {
  name: 'no-splat',
  title: 'The kernel reports no bug in itself',
  because:
    'a use after free, a double free, a refcount below zero or a sleep in atomic context is always a bug',
  closeness: 'complaint',
  needs: ['splats'],
  readsLogAlone: true,
  after({ seen, splatsBefore }, report) {
    for (let i = splatsBefore; i < seen.splats.length; i++) {
      const { kind, where, what } = seen.splats[i]!;
      report({ splat: kind, where, what: nameless(what) }, `${kind} in ${where}: ${what}.`);
    }
  },
};

/** Numbers differ from trace to trace; the place of a finding must not. */
function nameless(text: string): string {
  return text.replaceAll(/-?\d+/g, 'N');
}
