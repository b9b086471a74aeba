/**
 * The address of a file in the tree of the version in which it was read: `drivers/a.c (v5.17)`. Undefined if the text names
 * no single released version.
 */
export function sourceLink(file: string): string | undefined {
  const match = /^(\S+) \(v(\d+\.\d+(?:\.\d+)?)\)$/.exec(file);
  if (match === null) return undefined;
  const [, path, version] = match;
  return `https://git.kernel.org/pub/scm/linux/kernel/git/stable/linux.git/tree/${path}?h=v${version}`;
}
