import { Link, Text } from '@instructure/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DisputeRequest } from '../../lti-server/http/api-schema/dispute.ts';
import { type MySessionRecord, mySession } from '../../lti-server/http/api-schema/student.ts';
import { ask } from '../api/client.ts';
import { ProblemAlert } from '../shell/page-states.tsx';
import { useFocusAfter } from '../shell/use-focus-after.ts';
import { DisputeForm } from './dispute-form.tsx';
import { disputeInWords } from './dispute-words.ts';

/** Under an entry of a student: the way to say that it is not right, and what became of it. */
export const DisputeSection = ({
  session,
  name,
  timeZone,
}: {
  readonly session: MySessionRecord;
  /** Of the session, in words. */
  readonly name: string;
  readonly timeZone: string;
}) => {
  const cache = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const { dispute, disputable } = session;
  const { target, move } = useFocusAfter<HTMLElement>(isOpen ? 'form' : (dispute?.state ?? 'none'));
  const refresh = () =>
    Promise.all(
      [['my-attendance'], ['my-session', session.id]].map((queryKey) => cache.invalidateQueries({ queryKey })),
    );
  const path = `/my/sessions/${session.id}/dispute`;
  const change = useMutation({
    mutationFn: (said: DisputeRequest | null) =>
      said === null ? ask(mySession, 'DELETE', path) : ask(mySession, 'POST', path, said),
    onSuccess: async () => {
      await refresh();
      move();
      setIsOpen(false);
    },
    onError: refresh,
  });
  const open = dispute?.state === 'open';
  return (
    <section ref={target} tabIndex={-1} aria-label={`Your word on ${name}`} style={{ outline: 'none' }}>
      {dispute !== null && !isOpen && (
        <Text as="div" role="status">
          {disputeInWords(dispute, timeZone)}
          {open && <Text as="div">“{dispute.reason}”</Text>}
        </Text>
      )}
      {change.isError && !isOpen && <ProblemAlert error={change.error} />}
      {isOpen ? (
        <DisputeForm
          session={session}
          error={change.error}
          isSending={change.isPending}
          onSend={(said) => change.mutate(said)}
          onClose={() => {
            change.reset();
            move();
            setIsOpen(false);
          }}
        />
      ) : (
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.5rem 1.5rem', padding: '0.25rem 0' }}>
          {disputable && (
            <Link
              as="button"
              isWithinText={false}
              onClick={() => {
                move();
                setIsOpen(true);
              }}
              aria-label={`${open ? 'Change what I said' : 'This is not right'}, ${name}`}
            >
              {open ? 'Change what I said' : 'This is not right'}
            </Link>
          )}
          {open && (
            <Link
              as="button"
              isWithinText={false}
              onClick={() => {
                move();
                change.mutate(null);
              }}
              aria-label={`Take it back, ${name}`}
            >
              Take it back
            </Link>
          )}
        </div>
      )}
    </section>
  );
};
