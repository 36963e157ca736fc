import { useCallback, useRef, useState } from 'react';
import { board, captureTicket } from '../../lti-server/http/api-schema/board.ts';
import { ApiProblem, ask, upload } from '../api/client.ts';

export interface Sending {
  readonly key: number;
  /** Of a file that was chosen; null for a picture of the camera. */
  readonly name: string | null;
  readonly share: number;
  readonly problem: string | null;
  /** Kept until it has arrived, so that it can be sent again. */
  readonly picture: Blob;
}

export interface Uploads {
  readonly sending: readonly Sending[];
  /** Captures whose picture has left this page: the bucket may have it some seconds before the tool looks at it. */
  readonly sent: ReadonlySet<string>;
  send(picture: Blob): Promise<void>;
  dismiss(key: number): void;
}

const looks = 90;
const lookMs = 1_000;

/**
 * A bucket takes a picture without a look at it; the tool takes it in soon after. Until then it has not arrived.
 * @throws ApiProblem
 */
const takenIn = async (session: string, capture: string): Promise<void> => {
  for (let look = 0; look < looks; look += 1) {
    const { captures } = await ask(board, 'GET', `/sessions/${session}`);
    if (captures.find(({ id }) => id === capture)?.state !== 'awaited') return;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
  throw new ApiProblem('UNAVAILABLE', 0, null);
};

const isElsewhere = (url: string): boolean => new URL(url, location.href).origin !== location.origin;

/** Pictures on their way, each with its progress; the ticket comes first, then the picture goes straight to its place. */
export const useUploads = (session: string, onDone: () => void): Uploads => {
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const [sent, setSent] = useState<ReadonlySet<string>>(new Set());
  const next = useRef(0);
  const dismiss = useCallback((key: number) => setSending((all) => all.filter((one) => one.key !== key)), []);
  const send = useCallback(
    async (picture: Blob) => {
      const key = next.current;
      next.current += 1;
      const change = (part: Partial<Sending>) =>
        setSending((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
      const name = picture instanceof File ? picture.name : null;
      setSending((all) => [...all, { key, name, share: 0, problem: null, picture }]);
      try {
        const ticket = await ask(captureTicket, 'POST', `/sessions/${session}/captures`);
        await upload(ticket.upload.url, ticket.upload.fields, picture, (share) => change({ share }));
        if (isElsewhere(ticket.upload.url)) await takenIn(session, ticket.capture);
        dismiss(key);
        setSent((all) => new Set([...all, ticket.capture]));
        onDone();
      } catch (error) {
        change({ problem: error instanceof ApiProblem ? error.code : 'INTERNAL' });
      }
    },
    [session, onDone, dismiss],
  );
  return { sending, sent, send, dismiss };
};
