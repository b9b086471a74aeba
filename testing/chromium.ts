import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const places = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** The browser of this machine; undefined if it has none. `CHROMIUM` names another one. */
export const chromiumHere = places.find((place) => place !== '' && existsSync(place));

/** What a suite says that needs one and is skipped. */
export const withoutChromium =
  chromiumHere === undefined ? ' (skipped: no Chromium here; install it, or set CHROMIUM)' : '';

export async function launched(): Promise<Browser> {
  // In a container there is no user namespace for its sandbox; it opens our own pages alone.
  return chromium.launch({ executablePath: chromiumHere!, args: ['--no-sandbox'] });
}
