import { describe, expect, it } from 'vitest';
import { versions } from '../implementation/versions/index.ts';
import { defects } from '../defects/index.ts';
import { isCauseIn } from './shown-in.ts';

const releases = versions.filter(({ release }) => release !== undefined);

describe('the catalogue and the simulated releases tell one history', () => {
  it.each(defects.map((defect) => [defect.id, defect] as const))(
    '%s shows in the releases that it names, and is absent or mended in all others',
    (_id, defect) => {
      const having = releases.filter((version) => isCauseIn(version, defect));
      expect(having.map(({ release }) => release)).toEqual(defect.releases ?? []);
    },
  );
});
