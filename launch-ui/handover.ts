import { type LaunchHandover, launchHandover } from '../lti-server/http/api-schema/me.ts';
import { pathOf } from './landing.ts';

const storageKey = 'muster-launch';
let inMemory: LaunchHandover | null = null;
/** Browsers that block third-party cookies refuse a frame its storage as well. */
let storageRefused = false;

const read = (text: string | null | undefined): LaunchHandover | null => {
  if (!text) return null;
  try {
    const parsed = launchHandover.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

const stored = (): LaunchHandover | null => {
  try {
    return read(sessionStorage.getItem(storageKey));
  } catch {
    return null;
  }
};

const carried = (): LaunchHandover | null => {
  const parsed = launchHandover.safeParse((history.state as Readonly<Record<string, unknown>> | null)?.[storageKey]);
  return parsed.success ? parsed.data : null;
};

/**
 * A reload says nothing to the server of who may frame it, and its header lets everybody (docs/decisions/0004). So the page
 * itself asks, where the browser tells (`ancestorOrigins`: HTML, 7.2.4; Firefox does not): under a foreign page it is signed out.
 */
const isFramedByItsOwn = ({ framedBy }: LaunchHandover): boolean => {
  const framers: Iterable<string> = window.location.ancestorOrigins ?? [];
  const own = window.location.origin;
  return framedBy === undefined || [...framers].every((origin) => origin === own || framedBy.includes(origin));
};

/**
 * Where storage is refused, each entry of this frame's own history carries the session: a reload keeps the entry, and no
 * other site can read it. To be called after every navigation, since a new entry begins empty.
 */
export const carryHandover = (): void => {
  if (!storageRefused || inMemory === null || carried()?.bearer === inMemory.bearer) return;
  history.replaceState({ ...(history.state as object | null), [storageKey]: inMemory }, '');
};

const keepInTab = (given: LaunchHandover): void => {
  inMemory = given;
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(given));
  } catch {
    storageRefused = true;
  }
};

/** Keeps it for this tab, and leaves a URL that can be reloaded. */
export const keepHandover = (given: LaunchHandover, path: string): void => {
  keepInTab(given);
  history.replaceState(null, '', path);
  carryHandover();
};

/** Takes what the launch put into the page, or what a reload left of it. */
export const takeHandover = (): void => {
  const given = read(document.getElementById('muster-launch')?.textContent);
  const kept = given ?? stored() ?? carried();
  if (given !== null) keepHandover(given, pathOf(given.landing));
  else if (kept !== null && isFramedByItsOwn(kept)) keepInTab(kept);
};

export const currentHandover = (): LaunchHandover | null => inMemory;

/** Of the app session; null when there is none, or it has run out. */
export const bearer = (now: number = Date.now()): string | null => {
  const handover = currentHandover();
  return handover !== null && Date.parse(handover.expiresAt) > now ? handover.bearer : null;
};
