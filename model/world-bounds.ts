import {
  backends,
  groupKinds,
  type VfioWorld,
  vfioLimits,
  type World,
  worldLimits,
} from './world.ts';

/** What a bound can be: a number, yes or no, a choice of words or numbers, or one word for each thing there is. */
type Values =
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'flag' }
  | { readonly kind: 'words'; readonly of: readonly string[] }
  | { readonly kind: 'numbers'; readonly of: readonly number[] }
  | { readonly kind: 'things'; readonly of: readonly string[]; readonly max: number };

/** One bound of a world, for whoever writes a world of his own. */
export interface Bound {
  /** As it is written, and as the field of `World` or `VfioWorld` is called. */
  readonly name: string;
  /** Whether it is a bound of the VFIO half. */
  readonly isVfio: boolean;
  readonly values: Values;
  readonly says: string;
}

type OwnBound = Exclude<keyof World, 'name' | 'says' | 'vfio'>;

const number = (min: number, max: number): Values => ({ kind: 'number', min, max });
const flag: Values = { kind: 'flag' };
const pages = Array.from({ length: vfioLimits.limit + 1 }, (_, n) => n);

/** Each bound of `World`, in the order in which they are written. */
const ofWorld: Readonly<Record<OwnBound, readonly [Values, string]>> = {
  processes: [number(1, worldLimits.processes), 'processes that may be alive at once'],
  devices: [number(0, worldLimits.devices), 'devices that can do SVA: d0, d1, ...'],
  files: [number(0, worldLimits.files), 'open files of these devices at once'],
  pasids: [number(0, worldLimits.pasids), 'PASIDs that can be handed out'],
  closeOnExec: [flag, 'device files close at exec (O_CLOEXEC)'],
  sharedGroup: [flag, 'all SVA devices are in one IOMMU group, and stay there'],
  threads: [flag, 'a process can have several threads (CLONE_THREAD)'],
};

/** Each bound of `VfioWorld`. */
const ofVfio: Readonly<Record<keyof VfioWorld, readonly [Values, string]>> = {
  containers: [number(1, vfioLimits.containers), 'containers open at once'],
  groups: [
    { kind: 'things', of: groupKinds, max: vfioLimits.groups },
    'the groups, a device each: g0, g1, ...',
  ],
  backends: [{ kind: 'words', of: backends }, 'IOMMU backends that a container can be given'],
  iovas: [number(2, vfioLimits.iovas), 'pages of IOVA space: i0, i1, ...'],
  addresses: [number(2, vfioLimits.addresses), 'pages of a process: a0, a1, ...'],
  mappings: [number(1, vfioLimits.mappings), 'mappings of all containers together'],
  dmaEntries: [number(1, vfioLimits.mappings), 'mappings of one container'],
  limits: [
    { kind: 'numbers', of: pages },
    'pages that RLIMIT_MEMLOCK can be set to, besides unlimited',
  ],
  capable: [flag, 'p0 begins with CAP_IPC_LOCK'],
};

/** Every bound there is. */
export const bounds: readonly Bound[] = [...boundsIn(ofWorld, false), ...boundsIn(ofVfio, true)];

function boundsIn(table: Readonly<Record<string, readonly [Values, string]>>, isVfio: boolean) {
  return Object.entries(table).map(([name, [values, says]]): Bound => ({
    name,
    isVfio,
    values,
    says,
  }));
}

/** Which values it may have, as it is written behind `name=`: `1 to 8`, `yes or no`. */
export function rangeText({ values }: Bound): string {
  switch (values.kind) {
    case 'number':
      return `${values.min} to ${values.max}`;
    case 'flag':
      return 'yes or no';
    case 'things':
      return `1 to ${values.max} of ${values.of.join(', ')}`;
    default:
      return `one or more of ${values.of.join(', ')}, none twice`;
  }
}

/** What a field of JSON that holds this bound may be: `1 to 8: processes that may be alive at once`. */
export function boundInJson(name: OwnBound | keyof VfioWorld): string {
  const bound = bounds.find((b) => b.name === name)!;
  return `${bound.values.kind === 'flag' ? 'true or false' : rangeText(bound)}: ${bound.says}`;
}

type Value = number | boolean | readonly string[] | readonly number[] | undefined;

/** What a world has of this bound; undefined if it has no VFIO, or says nothing of it. */
export function boundOf(world: World, { name, isVfio }: Bound): Value {
  const half = (isVfio ? world.vfio : world) as Readonly<Record<string, Value>> | undefined;
  return half?.[name];
}

/** A world in which this bound is this; one without VFIO stays as it is where the bound is one of VFIO. */
export function withBound(world: World, { name, isVfio }: Bound, value: Value): World {
  if (!isVfio) return { ...world, [name]: value };
  return world.vfio === undefined ? world : { ...world, vfio: { ...world.vfio, [name]: value } };
}

/** How its value is written behind `name=`: `3`, `yes`, `mdev+passthrough`. What is not said is a no. */
export function valueText({ values }: Bound, value: Value): string {
  if (values.kind === 'flag') return value === true ? 'yes' : 'no';
  return Array.isArray(value) ? value.join('+') : String(value);
}

/**
 * The value that is written so. Undefined if it is nothing of its kind; whether it is in its range is not
 * looked at here.
 */
export function readValue({ values }: Bound, text: string): Value {
  switch (values.kind) {
    case 'number':
      return readNumber(text);
    case 'flag':
      return text === 'yes' ? true : text === 'no' ? false : undefined;
    case 'numbers': {
      const numbers = text.split('+').map(readNumber);
      return numbers.every((n) => n !== undefined) ? numbers : undefined;
    }
    default:
      return text === '' ? undefined : text.split('+');
  }
}

function readNumber(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/**
 * A world that has more of this, or has it the other way round; undefined if it can be no other: what
 * stands for things there are, stays, for others would be other things under the same names.
 */
export function widened(world: World, bound: Bound): World | undefined {
  const now = boundOf(world, bound);
  if (bound.isVfio && world.vfio === undefined) return undefined;
  const { values } = bound;
  switch (values.kind) {
    case 'number':
      return withBound(world, bound, Math.max(values.max, (now as number) + 1));
    case 'flag':
      return withBound(world, bound, now !== true);
    case 'things':
      return undefined;
    default:
      return withBound(world, bound, values.of);
  }
}
