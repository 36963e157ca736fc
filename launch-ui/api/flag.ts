import { useSyncExternalStore } from 'react';

/** A yes or no that the API's client knows and every page may follow. */
export interface Flag {
  get(): boolean;
  set(value: boolean): void;
  subscribe(listener: () => void): () => void;
}

const flag = (initial: boolean): Flag => {
  let now = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => now,
    set(value) {
      if (value === now) return;
      now = value;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/** The last request did not reach the tool, or the browser says that it has no network. */
export const unreachable: Flag = flag(false);
/** The app session has ended, or there never was one: no request can succeed from here on. */
export const signedOut: Flag = flag(false);

export const useFlag = ({ subscribe, get }: Flag): boolean => useSyncExternalStore(subscribe, get);

/** What the browser itself knows of the network. */
export const followNetwork = (): void => {
  unreachable.set(navigator.onLine === false);
  window.addEventListener('offline', () => unreachable.set(true));
  window.addEventListener('online', () => unreachable.set(false));
};
