import { Alert, Link, Text } from '@instructure/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link as RouteLink } from 'react-router';
import {
  type DisputeAnswerRequest,
  disputesPage,
  type DisputesPage as Page,
} from '../../lti-server/http/api-schema/dispute.ts';
import { ask } from '../api/client.ts';
import { count } from '../plural.ts';
import { Empty, PageHead, ProblemAlert, WhenThere } from '../shell/page-states.tsx';
import { useFocusAfter } from '../shell/use-focus-after.ts';
import { statusWords } from '../status-pill.tsx';
import { DisputedEntry } from './disputed-entry.tsx';

const queryKey = ['disputes'];
type Said = Page['disputes'][number];

const doneInWords = (said: Said, { decision }: DisputeAnswerRequest): string =>
  decision === 'correct'
    ? `${said.name} is ${statusWords[said.wanted].word.toLowerCase()} now.`
    : `${said.name} stays ${statusWords[said.current.status].word.toLowerCase()}.`;

/** Entries that students say are not right: the teacher changes them or leaves them. */
export const DisputesPage = () => {
  const cache = useQueryClient();
  const [done, setDone] = useState('');
  const { target, move } = useFocusAfter<HTMLDivElement>(done);
  const query = useQuery({ queryKey, queryFn: () => ask(disputesPage, 'GET', '/disputes') });
  const decide = useMutation({
    mutationFn: ({ said: { session, member }, answer }: { said: Said; answer: DisputeAnswerRequest }) =>
      ask(disputesPage, 'PUT', `/disputes/${session}/${member}`, answer),
    onSuccess: (after, { said, answer }) => {
      cache.setQueryData(queryKey, after);
      move();
      setDone(doneInWords(said, answer));
      void cache.invalidateQueries({ queryKey: ['course'] });
      void cache.invalidateQueries({ queryKey: ['records', said.session] });
    },
    onError: () => {
      setDone('');
      void cache.invalidateQueries({ queryKey });
    },
  });
  return (
    <WhenThere query={query} what="what students say">
      {({ disputes, timeZone }) => (
        <>
          <PageHead
            title="Entries that students say are not right"
            lead={
              disputes.length === 0
                ? undefined
                : `${count(disputes.length, 'entry', 'entries')} to look at. Nothing changes until you say so.`
            }
          >
            <Link as={RouteLink} to="/app" isWithinText={false}>
              Back to the course
            </Link>
          </PageHead>
          <div ref={target} role="status" tabIndex={-1} style={{ outline: 'none' }}>
            {done !== '' && (
              <Alert variant="success" hasShadow={false} margin="0 0 small">
                {done}
              </Alert>
            )}
          </div>
          {decide.isError && <ProblemAlert error={decide.error} />}
          {disputes.length === 0 ? (
            <Empty title="Nothing to look at">
              <Text as="p">When a student says that an entry of theirs is not right, it stands here.</Text>
            </Empty>
          ) : (
            <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
              {disputes.map((said) => (
                <DisputedEntry
                  key={`${said.session} ${said.member} ${said.version}`}
                  said={said}
                  timeZone={timeZone}
                  isSending={decide.isPending}
                  onAnswer={(answer) => decide.mutate({ said, answer })}
                />
              ))}
            </ul>
          )}
        </>
      )}
    </WhenThere>
  );
};
