import { useCallback, useEffect, useRef, useState } from 'react';
import { captureTicket } from '../../lti-server/http/api-schema/board.ts';
import { ApiProblem, ask, upload } from '../api/client.ts';

export interface Sending {
  readonly key: number;
  readonly share: number;
  readonly problem: string | null;
  /** Kept until it has arrived, so that it can be sent again. */
  readonly picture: Blob;
}

/** Pictures on their way, each with its progress; the ticket comes first, then the picture goes straight to its place. */
export const useUploads = (session: string, onDone: () => void) => {
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const next = useRef(0);
  const dismiss = useCallback((key: number) => setSending((all) => all.filter((one) => one.key !== key)), []);
  const send = useCallback(
    async (picture: Blob) => {
      const key = next.current;
      next.current += 1;
      const change = (part: Partial<Sending>) =>
        setSending((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
      setSending((all) => [...all, { key, share: 0, problem: null, picture }]);
      try {
        const ticket = await ask(captureTicket, 'POST', `/sessions/${session}/captures`);
        await upload(ticket.upload.url, ticket.upload.fields, picture, (share) => change({ share }));
        dismiss(key);
        onDone();
      } catch (error) {
        change({ problem: error instanceof ApiProblem ? error.code : 'INTERNAL' });
      }
    },
    [session, onDone, dismiss],
  );
  return { sending, send, dismiss };
};

/** The browser asks before the page is left while a picture has not arrived. */
export const useAskBeforeLeaving = (isBusy: boolean): void => {
  useEffect(() => {
    if (!isBusy) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isBusy]);
};
