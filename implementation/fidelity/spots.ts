import type { LinuxFunction } from '../kernel/fidelity.ts';
import { isInVersion, orderOfRelease, ordersOf } from './linux-version.ts';
import { pathIn } from './moves.ts';

/** A function in a text of Linux that was read. */
export interface Spot {
  /** Its name and its file there. */
  readonly name: string;
  readonly file: string;
}

/** What was read of a function for a release: one text. */
interface Reading {
  /** The version of the text: `v5.17`. */
  readonly version: string;
  /** Where that text has it: mostly one function, but its work may be divided among several. */
  readonly spots: readonly Spot[];
}

/** What was read of a function for a release; undefined if nothing was. */
export function readingFor(f: LinuxFunction, release: string): Reading | undefined {
  const version = f.read[release];
  return version === undefined ? undefined : { version, spots: spotsIn(f, version, release) };
}

/** What was read of a function for another release, of the version next to this one; undefined if it was never read. */
export function nearestReading(f: LinuxFunction, release: string): Reading | undefined {
  const order = orderOfRelease(release);
  const distance = (text: string, other: string): number =>
    Math.min(...ordersOf(text, other).map((o) => Math.abs(o - order)));
  const [nearest] = Object.entries(f.read)
    .map(([other, version]) => ({ other, version, far: distance(version, other) }))
    .toSorted((a, b) => a.far - b.far);
  return nearest === undefined ? undefined : readingFor(f, nearest.other);
}

/** Whether the release has the function, under whatever name. */
export function isInRelease(f: LinuxFunction, release: string): boolean {
  return isInVersion(f, orderOfRelease(release));
}

/** The places of a function in a text. @throws Error if the version of the text has no such file, and the function does not say where it is */
export function spotsIn(f: LinuxFunction, version: string, release: string): readonly Spot[] {
  const told = f.elsewhere?.[version as keyof typeof f.elsewhere];
  if (told !== undefined) return told.map(spotOf);
  const paths = new Set(ordersOf(version, release).map((order) => pathIn(f.file, order)));
  const [path] = paths;
  if (path === undefined || paths.size !== 1)
    throw new Error(`${f.name}: ${version} has no ${f.file}; say in elsewhere where it is`);
  return [{ name: f.name, file: path }];
}

/** `drivers/a.c: f` */
function spotOf(text: string): Spot {
  const at = text.indexOf(': ');
  return { file: text.slice(0, at), name: text.slice(at + 2) };
}
