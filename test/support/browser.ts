import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/find-chromium.ts';
import { filmOf } from './film.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}
export const desktop: Size = { width: 1280, height: 900 };
export const phone: Size = { width: 390, height: 844 };

export interface BrowserOptions {
  readonly size?: Size;
  /** JPEG pictures of one size, which the fake camera shows one after another, for ever. None: there is no camera. */
  readonly camera?: readonly Uint8Array[];
  /** Whether the person allows the camera. */
  readonly allowCamera?: boolean;
  /** CSS pixels to device pixels; for pictures that are to be looked at. */
  readonly sharpness?: number;
  /** As most people still have it; blocked unless said otherwise. */
  readonly allowThirdPartyCookies?: boolean;
}

export interface OpenBrowser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the pages complained about: script errors and failed requests. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium's setting "Block third-party cookies" (prefs::kCookieControlsMode: 1, or 0). */
const preferences = (blocked: boolean) => ({
  profile: { cookie_controls_mode: blocked ? 1 : 0, block_third_party_cookies: blocked },
});

/** A real Chromium with third-party cookies blocked, as more and more people have it. */
export const openBrowser = async (options: BrowserOptions = {}): Promise<OpenBrowser> => {
  const { size = desktop, camera = [], allowCamera = true, sharpness = 1, allowThirdPartyCookies = false } = options;
  const profile = await mkdtemp(join(tmpdir(), 'muster-browser-'));
  await mkdir(join(profile, 'Default'), { recursive: true });
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences(!allowThirdPartyCookies)));
  const film = join(profile, 'camera.y4m');
  if (camera.length > 0) await writeFile(film, await filmOf(camera));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    viewport: size,
    deviceScaleFactor: sharpness,
    hasTouch: size.width < 500,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    args: [
      ...quiet,
      ...(camera.length > 0 ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`] : []),
      ...(camera.length > 0 && allowCamera ? ['--use-fake-ui-for-media-stream'] : []),
      ...(camera.length > 0 && !allowCamera ? ['--use-fake-ui-for-media-stream=deny'] : []),
    ],
  });
  const complaints: string[] = [];
  const page = context.pages()[0] ?? (await context.newPage());
  // Patience for a machine with other work: what passes does not wait for it.
  page.setDefaultTimeout(90_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  return {
    context,
    page,
    complaints,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
};

/** Opens browsers that end with their test: one left open goes on drawing, and filming where it has a camera. */
export const browsersOfEachTest = (): ((options?: BrowserOptions) => Promise<OpenBrowser>) => {
  const open: OpenBrowser[] = [];
  afterEach(async () => {
    for (const browser of open.splice(0)) await browser.close();
  });
  return async (options) => {
    const browser = await openBrowser(options);
    open.push(browser);
    return browser;
  };
};
