import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const usualPlaces: readonly string[] = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** An installed Chromium, or null. `CHROMIUM` names one that stands elsewhere. */
const installed = (environment: NodeJS.ProcessEnv, places: readonly string[]): string | null => {
  const folders = (environment.PATH ?? '').split(delimiter);
  const candidates = [
    ...(environment.CHROMIUM === undefined ? [] : [environment.CHROMIUM]),
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    ...places,
  ];
  return candidates.find((path) => existsSync(path)) ?? null;
};

const howTo = `The browser tests need Chromium, and none is installed. Install it, then run this again:

  Debian:     sudo apt-get install chromium
  Ubuntu:     Google Chrome's package (google.com/chrome); Ubuntu's own Chromium is a snap, which sees no temporary files
  macOS:      brew install --cask chromium
  elsewhere:  set CHROMIUM to the path of a Chromium or Chrome`;

/** As root on Debian it installs what is missing; else it says in words what to do. @throws Error with those words */
export const findChromium = (environment: NodeJS.ProcessEnv = process.env, places = usualPlaces): string => {
  const found = installed(environment, places);
  if (found !== null) return found;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error(howTo);
  console.log('Chromium is missing: installing it with apt-get.');
  const apt = (...words: string[]) =>
    execFileSync('apt-get', words, { stdio: 'inherit', env: { ...environment, DEBIAN_FRONTEND: 'noninteractive' } });
  try {
    apt('update', '-q');
    apt('install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
  } catch (error) {
    throw new Error(howTo, { cause: error });
  }
  const path = installed(environment, places);
  if (path === null) throw new Error(howTo);
  return path;
};
