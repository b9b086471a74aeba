import { describe, expect, it } from 'vitest';
import { reference, switches } from '../implementation/kernel/switches.ts';
import { versions } from '../implementation/versions/index.ts';
import { InputError } from '../model/input-error.ts';
import { findKernel, mendedVersion, withChanges, withoutDefects } from './kernels.ts';
import { nameWith } from './own-switches.ts';

describe('a kernel with changed switches', () => {
  it('is found by its name, which includes the switches', () => {
    const name = nameWith('linux-5.18-rc1', ['pasidFreeAt=mmdrop', 'allocLock=mutex']);
    expect(name).toBe('linux-5.18-rc1+pasidFreeAt=mmdrop,allocLock=mutex');
    const base = findKernel('linux-5.18-rc1');
    expect(findKernel(name)).toEqual({
      ...base,
      name,
      says: `${base.says}, with pasidFreeAt=mmdrop and allocLock=mutex`,
      switches: { ...base.switches, pasidFreeAt: 'mmdrop', allocLock: 'mutex' },
      release: undefined, // It claims to be no release.
      changed: { from: base, switches: { pasidFreeAt: 'mmdrop', allocLock: 'mutex' } },
    });
  });

  it('has one name, however its switches are ordered, and whenever they were set', () => {
    const name = 'reference+pasidFreeAt=mmput,allocLock=mutex';
    expect(nameWith('reference', ['allocLock=mutex', 'pasidFreeAt=mmput'])).toBe(name);
    expect(nameWith('reference+allocLock=mutex', ['pasidFreeAt=mmput'])).toBe(name);
    expect(findKernel('reference+allocLock=mutex,pasidFreeAt=mmput').name).toBe(name);
    expect(nameWith('reference', [])).toBe('reference');
  });

  it('is the same, whether its switches are set one after the other or named together', () => {
    const one = withChanges(findKernel('reference'), ['allocLock=mutex']);
    const both = withChanges(one, ['pasidFreeAt=mmput']);
    expect(both).toEqual(findKernel('reference+allocLock=mutex,pasidFreeAt=mmput'));
    expect(() => withChanges(both, ['pasidFreeAt=mmput'])).toThrow('is set twice');
  });

  it('may be a defect, a control, a mended release, or one without some defects', () => {
    for (const kernel of [
      'fork-inherits-mm-pasid',
      'linux-5.18-mended',
      'linux-6.3-without:exec-underflow',
    ]) {
      const version = findKernel(nameWith(kernel, ['allocLock=mutex']));
      expect(version.switches).toEqual({ ...findKernel(kernel).switches, allocLock: 'mutex' });
      expect(findKernel(version.name)).toEqual(version);
    }
  });

  it('can be mended, wholly or without some defects; these kernels are found by name too', () => {
    for (const version of versions.filter(({ known }) => known.length > 0)) {
      const own = findKernel(
        nameWith(version.name, ['liveCdRewrite=asid-only', 'charge=deferred-if-contended']),
      );
      expect(own.known).toEqual(version.known);
      const mended = mendedVersion(own)!;
      expect(mended.switches).toEqual({
        ...mendedVersion(version)!.switches,
        liveCdRewrite: 'asid-only',
        charge: 'deferred-if-contended',
      });
      expect(findKernel(mended.name)).toEqual(mended);
      const without = withoutDefects(own, ['exec-underflow']);
      expect(findKernel(without.name)).toEqual(without);
    }
  });

  it('can have any switch at any value', () => {
    for (const [name, values] of Object.entries(switches))
      for (const value of values)
        expect(findKernel(`reference+${name}=${value}`).switches).toEqual({
          ...reference,
          [name]: value,
        });
  });

  it.each<[string, readonly string[], string]>([
    [
      'a switch that there is not',
      ['pasidFreedAt=mmput'],
      'unknown switch "pasidFreedAt"; did you mean "pasidFreeAt"? (see: list switches)',
    ],
    ['one of Object', ['toString=1'], 'unknown switch "toString"; see: list switches'],
    [
      'a value that there is not',
      ['pasidFreeAt=mput'],
      'unknown value of switch pasidFreeAt "mput"; did you mean "mmput"? (known: mmdrop, last-unbind, mmput)',
    ],
    [
      'no value',
      ['pasidFreeAt'],
      'switch "pasidFreeAt": expected NAME=VALUE, such as pasidFreeAt=mmput (see: list switches)',
    ],
    ['an empty value', ['pasidFreeAt='], 'unknown value of switch pasidFreeAt ""; known: mmdrop'],
    [
      'a switch twice',
      ['pasidFreeAt=mmput', 'pasidFreeAt=mmdrop'],
      'switch pasidFreeAt is set twice, to mmput and mmdrop',
    ],
  ])('is refused with %s', (_what, changes, message) => {
    const find = () => findKernel(nameWith('reference', changes));
    expect(find).toThrow(InputError);
    expect(find).toThrow(message);
    expect(() => findKernel(`reference+${changes.join(',')}`)).toThrow(message);
  });

  it('is refused if the kernel is unknown', () => {
    expect(() => findKernel('linx-5.17+pasidFreeAt=mmput')).toThrow(
      'unknown kernel "linx-5.17"; did',
    );
    expect(() => findKernel('+pasidFreeAt=mmput')).toThrow('unknown kernel ""');
  });
});
