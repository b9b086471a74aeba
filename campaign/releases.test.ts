import { describe, expect, it } from 'vitest';
import { versions } from '../implementation/versions/index.ts';
import { defects } from '../defects/index.ts';
import { isShownIn } from './shown-in.ts';

const releases = versions.filter(({ release }) => release !== undefined);

describe('the catalogue', () => {
  it('names only releases that exist', () => {
    const names = new Set(releases.map(({ name }) => name));
    const named = defects.flatMap((d) => d.releases ?? []);
    expect(named.filter((release) => !names.has(release))).toEqual([]);
  });
});

describe.each(releases)('$name', (version) => {
  const having = defects.filter((d) => d.releases?.includes(version.release!));

  it('is known only for mistakes that the catalogue finds in it', () => {
    const ids = new Set(having.map(({ id }) => id));
    expect(version.known.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('shows each mistake that the catalogue finds in it', () => {
    expect(having.filter((d) => !isShownIn(version, d)).map(({ id }) => id)).toEqual([]);
  });
});
