import type { PageData } from '../played.ts';
import { App } from './app.tsx';
import { codeOf, Engine } from './engine.ts';
import { render } from './preact.ts';

const textOf = (id: string): string => document.getElementById(id)!.textContent;

const code = codeOf(textOf('worker'));
const engine = new Engine(code);
// A search takes long, and what the reader changes meanwhile is run at once.
const searcher = new Engine(code);
const data = JSON.parse(textOf('data')) as PageData;
// For tests, and for who wants to ask the checker from the console of the browser.
Object.assign(globalThis, { pasidcheck: engine });
render(<App data={data} engine={engine} searcher={searcher} />, document.getElementById('page')!);
