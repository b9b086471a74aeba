/**
 * The colours of a drawing. Those of owners are the palette of Okabe and Ito, which the colour-blind can tell apart; every
 * colour is accompanied by a word.
 */
export const owners = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00'] as const;

const light = {
  ground: '#ffffff',
  ink: '#1a1c20',
  faint: '#5c6270',
  line: '#c3c8d2',
  stripe: '#f4f5f8',
  wrong: '#b3001b',
  wrongGround: '#fde8ea',
} as const;

const dark: { readonly [K in keyof typeof light]: string } = {
  ground: '#14161b',
  ink: '#eceef2',
  faint: '#a4abb8',
  line: '#454b58',
  stripe: '#1d2027',
  wrong: '#ff8a94',
  wrongGround: '#3f1a20',
};

/** Custom properties of CSS, light and dark; print is light. */
export function colourRules(root: string): string {
  return [
    `${root} { ${properties(light)} }`,
    `@media screen and (prefers-color-scheme: dark) { ${root} { ${properties(dark)} } }`,
  ].join('\n');
}

function properties(of: Readonly<Record<string, string>>): string {
  return Object.entries(of)
    .map(([name, value]) => `--${name}: ${value};`)
    .join(' ');
}

/** The rules for the classes of a drawing. */
export function drawingRules(): string {
  return [
    '.d-text { fill: var(--ink); font: 12px ui-sans-serif, system-ui, "DejaVu Sans", sans-serif; }',
    '.d-mono { fill: var(--ink); font: 12px ui-monospace, "DejaVu Sans Mono", Consolas, monospace; }',
    '.d-halo { paint-order: stroke; stroke: var(--ground); stroke-width: 3px; stroke-opacity: 0.85; stroke-linejoin: round; }',
    '.d-bold { font-weight: 700; }',
    '.d-faint { fill: var(--faint); }',
    '.d-small { font-size: 11px; }',
    '.d-tiny { font-size: 10px; }',
    '.d-wrong { fill: var(--wrong); font-weight: 700; }',
    '.d-row { fill: transparent; }',
    '.d-stripe { fill: var(--stripe); }',
    '.d-broken { fill: var(--wrongGround); }',
    '.d-mark { fill: var(--wrong); }',
    '.d-life { stroke: var(--faint); stroke-width: 1.5; }',
    '.d-idle { stroke: var(--line); stroke-width: 1; stroke-dasharray: 1 4; }',
    '.d-call { stroke: var(--ink); stroke-width: 1.6; fill: none; }',
    '.d-head { fill: var(--ink); }',
    '.d-dot { fill: var(--ink); stroke: var(--ground); stroke-width: 1; }',
    '.d-effect { stroke: var(--faint); stroke-width: 1.2; stroke-dasharray: 3 3; fill: none; }',
    '.d-effect-head { fill: var(--faint); }',
    '.d-midst { fill: var(--ground); stroke: var(--ink); stroke-width: 1.4; stroke-dasharray: 4 2; }',
    '.d-waits { stroke: var(--wrong); stroke-width: 1.6; stroke-dasharray: 2 3; fill: none; }',
    '.d-differs { fill: none; stroke: var(--wrong); stroke-width: 2; stroke-dasharray: 5 3; }',
    '.d-level { stroke: var(--ink); stroke-width: 2; fill: none; }',
    '.d-limit { stroke: var(--wrong); stroke-width: 1.2; stroke-dasharray: 6 3; }',
    '.d-nobody { fill: var(--faint); }',
    ...owners.map((colour, i) => `.d-owner${i} { fill: ${colour}; }`),
  ].join('\n');
}
