import type { El } from '../drawing/element.ts';

/** A piece of a drawing as an element of the page. */
export function Svg({ of: { tag: Tag, attrs, inner } }: { readonly of: El }) {
  const Any = Tag as 'g';
  return (
    <Any {...attrs}>
      {inner.map((one, i) => (typeof one === 'string' ? one : <Svg key={i} of={one} />))}
    </Any>
  );
}
