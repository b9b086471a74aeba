/**
 * How the simulated kernel was compared with the sources of Linux: for each function that is simulated, what it does there
 * and here. Each subsystem has its own table, `fidelity.ts` in its folder. `docs/fidelity.md` is made of them.
 */

/** A function of Linux, and its behaviours in the order in which they happen. */
export interface LinuxFunction {
  /** Its name in Linux, as in the simulated kernel’s points, locks and splats. */
  readonly name: string;
  /** Its file in Linux, with the path of any version: a file that got another path is in `implementation/fidelity/moves.ts`. */
  readonly file: string;
  /**
   * By a version in `read`: where that text has it, if under another name, in another file, or divided among several functions.
   */
  readonly elsewhere?: Readonly<Record<Version, readonly LinuxPlace[]>>;
  /** The first and the last version of Linux that do this at all, under whatever name, if not all releases here do. */
  readonly since?: Version;
  readonly until?: Version;
  /**
   * By the name of a release, the version whose text was read: `v5.17`. If only a neighbouring version was found, that version. A release that
   * is missing here was not read, and a finding that passes through the function is inferred there. `reference`: the text of a
   * version that no release here follows, but the reference or a value of a switch.
   */
  readonly read: Readonly<Record<string, Version>>;
  readonly behaviours: readonly Behaviour[];
}

/** One thing that a function of Linux does, and whether the simulation does it. */
export type Behaviour = Compared & (Same | Simplified | NotSimulated);

interface Compared {
  /** What Linux does, in a sentence of our own words. */
  readonly linux: string;
  /** The versions of Linux in which it is so, `v5.7 to v5.19`; as far as known. */
  readonly versions: string;
  /** The commit or mail that brought or changed it. */
  readonly source?: string;
}

/** The simulation does the same: the same steps under the same locks in the same order, with the same errors. */
interface Same {
  readonly verdict: 'same';
  readonly simulation: Place;
  readonly test: Pin;
}

/** The simulation does something else. */
interface Simplified {
  readonly verdict: 'simplified';
  readonly simulation: Place;
  /** What it does instead, and why that hides nothing, or what it hides. */
  readonly because: string;
  readonly hides: Hides;
  readonly test: Pin;
}

/** The simulation has nothing of it. */
interface NotSimulated {
  readonly verdict: 'not simulated';
  /** Why, and what that hides. */
  readonly because: string;
  readonly hides: Hides;
}

/** What a difference means for findings: nothing, or a mistake of Linux that is not found, or orders of commands that are not tried. */
type Hides = 'nothing' | 'a mistake' | 'an order';

/** A file of Linux and a function in it: `drivers/vfio/group.c: vfio_group_fops_open`. */
type LinuxPlace = `${string}.c: ${string}` | `${string}.h: ${string}`;

/** Where the simulation does it: a file of `implementation/kernel`, and a function in it. */
export type Place = `${string}.ts: ${string}`;

/** The test that fails if the simulation no longer does it: its file, seen from `implementation/kernel`, and its title. */
export type Pin = `${string}.test.ts: ${string}`;

type Read = LinuxFunction['read'];
/** `v5.17`, and perhaps how it is known. */
type Version = `v${string}`;

/** The same text for every release with SVA. */
export function svaRead(version: Version): Read {
  return {
    'linux-5.17': version,
    'linux-5.18-rc1': version,
    'linux-5.18-rc1-mmget': version,
    'linux-5.18': version,
  };
}

/**
 * Texts for the releases with VFIO.
 *
 * @param version - for those up to v4.18
 * @param since - for v6.3
 */
export function vfioRead(version: Version, since: Version = version): Read {
  return {
    'linux-4.9': version,
    'vfio-mdev-v9': version,
    'linux-4.10': version,
    'linux-4.12': version,
    'linux-4.18': version,
    'linux-6.3': since,
  };
}
