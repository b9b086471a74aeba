import { expect, it } from 'vitest';
import { sourceLink } from './source-link.ts';

it('a file that was read in one released version has a link to it', () => {
  expect(sourceLink('drivers/misc/uacce/uacce.c (v5.18)')).toBe(
    'https://git.kernel.org/pub/scm/linux/kernel/git/stable/linux.git/tree/drivers/misc/uacce/uacce.c?h=v5.18',
  );
  expect(sourceLink('fs/open.c (v5.10.13)')).toMatch(/\?h=v5\.10\.13$/);
});

it.each(['kernel/exit.c (v5.18-rc)', 'mm/mmu_notifier.c (v5.10 to v6.5)', 'mm/mmap.c'])(
  'one that was not has none: %s',
  (file) => {
    expect(sourceLink(file)).toBeUndefined();
  },
);
