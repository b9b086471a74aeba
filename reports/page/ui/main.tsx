import type { PageData } from '../played.ts';
import { App } from './app.tsx';
import { Engine } from './engine.ts';
import { render } from './preact.ts';

const textOf = (id: string): string => document.getElementById(id)!.textContent;

const engine = new Engine(textOf('worker'));
const data = JSON.parse(textOf('data')) as PageData;
// For tests, and for who wants to ask the checker from the console of the browser.
Object.assign(globalThis, { pasidcheck: engine });
render(<App data={data} engine={engine} />, document.getElementById('page')!);
