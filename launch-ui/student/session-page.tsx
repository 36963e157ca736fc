import { Heading, Link, Text } from '@instructure/ui';
import { useQuery } from '@tanstack/react-query';
import { Link as RouteLink, useParams } from 'react-router';
import { type MySession, mySession } from '../../lti-server/http/api-schema/student.ts';
import { ask } from '../api/client.ts';
import { WhenThere } from '../shell/page-states.tsx';
import { isGone, SessionGone } from '../shell/session-gone.tsx';
import { CheckInSection, checkInInWords } from './check-in-section.tsx';
import { DisputeSection } from './dispute-section.tsx';
import { RecordLines, RecordPills, sessionName } from './session-line.tsx';

const Entry = ({ mine: { confirmed, record, checkIn, timeZone } }: { readonly mine: MySession }) => {
  if (record !== null) {
    return (
      <>
        <div style={{ display: 'flex', gap: '0.75rem', margin: '0 0 0.75rem' }}>
          <RecordPills session={record} />
        </div>
        <RecordLines session={record} timeZone={timeZone} />
        <DisputeSection session={record} name={sessionName(record, timeZone)} timeZone={timeZone} />
      </>
    );
  }
  return (
    <Text as="p">
      {confirmed
        ? 'There is no entry of you in this session. If you were there, tell your teacher.'
        : checkIn !== null
          ? checkInInWords(checkIn, timeZone)
          : 'Not confirmed yet. As soon as your teacher confirms this session, your entry stands here with how it came about.'}
    </Text>
  );
};

/** Where a link to one session leads a student: their own entry. */
export const MySessionPage = () => {
  const { session = '' } = useParams();
  const query = useQuery({
    queryKey: ['my-session', session],
    queryFn: () => ask(mySession, 'GET', `/my/sessions/${encodeURIComponent(session)}`),
  });
  if (isGone(query.error)) return <SessionGone back="All my attendance" />;
  return (
    <WhenThere query={query} what="your entry">
      {(mine) => (
        <div style={{ maxWidth: '46rem' }}>
          <Heading as="h1" level="h2" margin="0 0 medium">
            My attendance, {sessionName(mine, mine.timeZone)}
          </Heading>
          {!mine.confirmed && mine.checkIn === null && <CheckInSection session={session} />}
          <Entry mine={mine} />
          <Text as="p">
            <Link as={RouteLink} to="/app" isWithinText={false}>
              All my attendance
            </Link>
          </Text>
        </div>
      )}
    </WhenThere>
  );
};
