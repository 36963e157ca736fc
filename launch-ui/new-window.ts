import { launchHandover } from '../lti-server/http/api-schema/me.ts';
import { currentHandover, keepHandover } from './handover.ts';

const wish = 'muster.handover?';

export const isInFrame = (): boolean => window.parent !== window;

/** A frame's storage is not a window's: the new window asks the frame that opened it, and both check the other's origin. */
export const openInNewWindow = (): void => {
  const opened = window.open(`${window.location.pathname}?from=frame`, '_blank');
  const answer = (event: MessageEvent) => {
    if (event.source !== opened || event.origin !== window.location.origin || event.data !== wish) return;
    window.removeEventListener('message', answer);
    opened?.postMessage(currentHandover(), window.location.origin);
  };
  window.addEventListener('message', answer);
};

/** In a window that a frame opened: waits for what the frame knows, five seconds at most. */
export const askOpener = (): Promise<void> =>
  new Promise((resolve) => {
    const opener: Window | null = window.opener;
    if (opener === null || new URLSearchParams(window.location.search).get('from') !== 'frame') return resolve();
    const timer = window.setTimeout(resolve, 5_000);
    window.addEventListener('message', function hear(event) {
      if (event.source !== opener || event.origin !== window.location.origin) return;
      const handover = launchHandover.safeParse(event.data);
      if (!handover.success) return;
      window.removeEventListener('message', hear);
      window.clearTimeout(timer);
      keepHandover(handover.data, window.location.pathname);
      resolve();
    });
    opener.postMessage(wish, window.location.origin);
  });
