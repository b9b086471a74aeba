/** Styles of a terminal, each with the number that turns it on and the one that turns it off. */
const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39] } as const;

export type Colour = keyof typeof codes;

/** Text in these colours, the first outermost. */
export function coloured(colours: readonly Colour[], text: string): string {
  return colours.reduceRight((inner, colour) => {
    const [on, off] = codes[colour];
    return `\u001B[${on}m${inner}\u001B[${off}m`;
  }, text);
}
