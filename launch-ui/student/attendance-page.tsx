import { Heading, Pill, Text, View } from '@instructure/ui';
import type { MyAttendance } from '../../lti-server/http/api-schema/student.ts';
import { evidenceInNumbers, evidenceInWords } from '../evidence-words.ts';
import { count } from '../plural.ts';
import { Empty, WhenThere } from '../shell/page-states.tsx';
import { StatusPill, statusWords } from '../status-pill.tsx';
import { dayAndTime } from '../times.ts';
import { RecognitionSection } from './recognition-section.tsx';
import { useMyAttendance } from './use-recognition.ts';

type Session = MyAttendance['sessions'][number];

/** What the percentage is of: excused sessions count for nobody. */
const scoreInWords = ({ counts: { present, late, absent, excused }, lateCredit }: MyAttendance): string => {
  const counted = present + late + absent;
  const there = `You were there in ${present + late} of ${count(counted, 'session')}`;
  const asLate = late === 0 ? '' : `, ${late} of them late (each counts ${Math.round(lateCredit * 100)} %)`;
  const left = excused === 0 ? '' : `. ${count(excused, 'session')} excused, not counted`;
  return `${there}${asLate}${left}.`;
};

const Score = ({ mine }: { readonly mine: MyAttendance }) => (
  <View as="div" margin="0 0 large">
    <Text as="div" size="xx-large" weight="bold">
      {mine.score === null ? 'No percentage yet' : `${Math.round(mine.score * 10) / 10} %`}
    </Text>
    <Text as="div">
      {mine.score === null ? 'Every session so far is excused, so none is counted.' : scoreInWords(mine)}
    </Text>
  </View>
);

const SessionLine = ({ session, timeZone }: { readonly session: Session; readonly timeZone: string }) => {
  const { current, history } = session;
  const numbers = evidenceInNumbers(current);
  return (
    <li style={{ borderTop: '1px solid #c7cdd1', padding: '0.75rem 0' }}>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.25rem 0.75rem', alignItems: 'center' }}>
        <Text weight="bold">
          {dayAndTime(session.startsAt, timeZone)}
          {session.title === '' ? '' : ` · ${session.title}`}
        </Text>
        <StatusPill status={current.status} />
        {history.length > 0 && <Pill color="info">Corrected</Pill>}
      </div>
      <Text as="div">
        {evidenceInWords(current)}, {dayAndTime(current.at, timeZone)}
      </Text>
      {current.reason !== null && <Text as="div">“{current.reason}”</Text>}
      {(numbers !== null || history.length > 0) && (
        <details>
          <summary style={{ cursor: 'pointer', padding: '0.25rem 0' }}>How this came about</summary>
          {numbers !== null && (
            <Text as="p" size="small">
              {numbers}
            </Text>
          )}
          {history.map((entry) => (
            <Text as="p" size="small" key={entry.at}>
              Before: {statusWords[entry.status].word}. {evidenceInWords(entry)}, {dayAndTime(entry.at, timeZone)}
            </Text>
          ))}
        </details>
      )}
    </li>
  );
};

const Sessions = ({ mine }: { readonly mine: MyAttendance }) =>
  mine.sessions.length === 0 ? (
    <Empty title="No session confirmed yet">
      <Text as="p">As soon as your teacher confirms a session, it stands here with how it came about.</Text>
    </Empty>
  ) : (
    <>
      <Score mine={mine} />
      <Heading as="h2" level="h3" margin="0 0 small">
        Sessions
      </Heading>
      <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {mine.sessions.map((session) => (
          <SessionLine key={session.id} session={session} timeZone={mine.timeZone} />
        ))}
      </ul>
    </>
  );

/** Where a student's launch lands: the own record, and what recognition knows of them. */
export const AttendancePage = () => {
  const query = useMyAttendance();
  return (
    <WhenThere query={query} what="your attendance">
      {(mine) => (
        <div style={{ maxWidth: '46rem' }}>
          <Heading as="h1" level="h2" margin="0 0 medium">
            My attendance in {mine.courseTitle}
          </Heading>
          <Sessions mine={mine} />
          <RecognitionSection timeZone={mine.timeZone} />
        </div>
      )}
    </WhenThere>
  );
};
