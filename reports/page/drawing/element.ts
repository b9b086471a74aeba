/** A piece of a drawing as plain data: the page makes it of elements, and a file of text. */
export interface El {
  readonly tag: string;
  readonly attrs: Readonly<Record<string, string | number>>;
  readonly inner: readonly (El | string)[];
}

export function el(
  tag: string,
  attrs: El['attrs'] = {},
  ...inner: readonly (El | string | undefined)[]
): El {
  return { tag, attrs, inner: inner.filter((one) => one !== undefined) };
}
