import type { LinuxFunction } from '../kernel/fidelity.ts';

/** A version of Linux in order: v5.18 and its candidates are 5018. */
export type Order = number;

/** Series of patches that no version has as they are: the version that they were written for. */
const series: Readonly<Record<string, string>> = {
  'vfio-mdev-v9': 'v4.9',
  'vtd-drain-v2': 'v5.7',
  'x86-pasid-v1': 'v5.7',
  'ioasid-5.11': 'v5.11',
  'ioasid-ext-v1': 'v5.7',
  'ioasid-atomic-wq': 'v5.7',
  'ioasid-cyclic': 'v5.7',
  'ioasid-vfio-unbinds': 'v5.7',
  'ioasid-ext-v4': 'v5.12',
};

/** `v6.3-rc1`: 6003. @throws Error if it names no version */
export function orderOf(version: string): Order {
  const [order] = ordersIn(version);
  if (order === undefined) throw new Error(`${version} is no version of Linux`);
  return order;
}

/** The version that a release is, or that a series was written for. @param release - its name, `linux-5.18-rc1` */
export function orderOfRelease(release: string): Order {
  return orderOf(series[release] ?? release.replace('linux-', 'v'));
}

/**
 * The versions of a text: `v5.13, v6.3` are two. A text of a series names none, and is of the version that the series was written
 * for.
 *
 * @param release - the release for which it was read
 */
export function ordersOf(text: string, release: string): readonly Order[] {
  const orders = ordersIn(text);
  return orders.length > 0 ? orders : [orderOfRelease(release)];
}

function ordersIn(text: string): readonly Order[] {
  return [...text.matchAll(/v(\d+)\.(\d+)/g)].map(
    ([, major, minor]) => Number(major) * 1000 + Number(minor),
  );
}

/** Whether a version of Linux has the function, under whatever name. */
export function isInVersion({ since, until }: LinuxFunction, order: Order): boolean {
  return (
    (since === undefined || order >= orderOf(since)) &&
    (until === undefined || order <= orderOf(until))
  );
}
