import { expect, it } from 'vitest';
import { runCli } from '../testing/cli.ts';

it('compare finds at random what the exhaustive search does not reach, and marks that it may not be the shortest', () => {
  const told = ['compare', 'linux-5.18-rc1', 'linux-5.18', '--world', 'sva-tiny', '--depth', '2'];
  expect(runCli(...told, '--runs', '1').out).not.toContain('pasid-uniqueness');
  expect(runCli(...told, '--runs', '100').out).toMatch(/pasid-uniqueness 4\?/);
});
