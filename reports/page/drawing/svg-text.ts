import type { El } from './element.ts';

/** A drawing as text. */
export function svgText({ tag, attrs, inner }: El): string {
  const own = Object.entries(attrs)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
  if (inner.length === 0) return `<${tag}${own}/>`;
  const content = inner.map((one) => (typeof one === 'string' ? escaped(one) : svgText(one)));
  return `<${tag}${own}>${content.join('')}</${tag}>`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
