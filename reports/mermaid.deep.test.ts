import { describe, expect, it } from 'vitest';
import { sequenceDiagram } from './mermaid.ts';
import { printable } from './printable.ts';
import { examples, hostile } from './renderer.contract.ts';

/** Its declarations need a package that it does not bring, so it is loaded without them. */
const name: string = 'mermaid';
const { default: mermaid } = (await import(name)) as {
  readonly default: { parse(text: string): Promise<{ readonly diagramType: string }> };
};

/** The parser of the package that GitHub renders with. */
describe('Mermaid reads the diagram of', () => {
  it.each(Object.entries({ ...examples, hostile }))('%s', async (_name, example) => {
    const text = sequenceDiagram(printable(example())).join('\n');
    expect(await mermaid.parse(text)).toMatchObject({ diagramType: 'sequence' });
  });

  it('and complains of one that is none', async () => {
    await expect(mermaid.parse('sequenceDiagram\n  x0-<>x1: 1. open')).rejects.toThrow(
      /Parse error/,
    );
  });
});
