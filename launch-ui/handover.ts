import { type LaunchHandover, launchHandover } from '../lti-server/http/api-schema/me.ts';
import { pathOf } from './landing.ts';

const storageKey = 'muster-launch';
/** Where the browser refuses storage in a frame, the tab still works until it is reloaded. */
let inMemory: LaunchHandover | null = null;

const read = (text: string | null | undefined): LaunchHandover | null => {
  if (!text) return null;
  try {
    const parsed = launchHandover.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

/** Keeps it for this tab, and leaves a URL that can be reloaded. */
export const keepHandover = (given: LaunchHandover, path: string): void => {
  inMemory = given;
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(given));
  } catch {
    // Storage is blocked: memory has it.
  }
  history.replaceState(null, '', path);
};

/** Takes what the launch put into the page. */
export const takeHandover = (): void => {
  const given = read(document.getElementById('muster-launch')?.textContent);
  if (given !== null) keepHandover(given, pathOf(given.landing));
};

export const currentHandover = (): LaunchHandover | null => {
  try {
    return inMemory ?? read(sessionStorage.getItem(storageKey));
  } catch {
    return inMemory;
  }
};

/** Of the app session; null when there is none, or it has run out. */
export const bearer = (now: number = Date.now()): string | null => {
  const handover = currentHandover();
  return handover !== null && Date.parse(handover.expiresAt) > now ? handover.bearer : null;
};
