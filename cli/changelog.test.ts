import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { needsFaults, needsInterleaving } from '../defects/defect.ts';
import { defects } from '../defects/index.ts';
import { switches } from '../implementation/kernel/switches.ts';
import { versions } from '../implementation/versions/index.ts';
import { commands } from '../model/order.ts';
import { worlds } from '../model/worlds.ts';
import { laws } from '../properties/laws/index.ts';

it('the changelog counts what there is', () => {
  const text = readFileSync('CHANGELOG.md', 'utf8').replaceAll(/\s+/g, ' ');
  expect(text).toContain(`Together ${commands.length} commands`);
  expect(text).toContain(
    `${laws.length} laws, ${worlds.length} worlds, ${versions.length} kernels`,
  );
  const counted = `${Object.keys(switches).length} switches, and ${defects.length} catalogued defects`;
  expect(text).toContain(counted);
  expect(text).toContain(`${defects.filter(needsFaults).length} defects need them`);
  expect(text).toContain(`has ${defects.filter(needsInterleaving).length} races`);
});
