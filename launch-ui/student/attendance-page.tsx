import { Alert, Heading, Text, View } from '@instructure/ui';
import type { MyAttendance } from '../../lti-server/http/api-schema/student.ts';
import { useMe } from '../api/use-me.ts';
import { count } from '../plural.ts';
import { Empty, WhenThere } from '../shell/page-states.tsx';
import { CheckInSection, useMyCheckIns } from './check-in-section.tsx';
import { RecognitionSection } from './recognition-section.tsx';
import { SessionLine } from './session-line.tsx';
import { useMyAttendance } from './use-recognition.ts';

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

/** Canvas' Student View is a student of its own, whom the roster marks as one. */
const TestStudent = () => (
  <Alert variant="info" hasShadow={false} margin="0 0 medium">
    <Text as="p">
      You are the test student, so this is the page as students see it. The test student is in no session, in no
      statistics and never in the gradebook, and cannot enrol a face. Leave the student view to take attendance.
    </Text>
  </Alert>
);

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
  const asksForCode = useMyCheckIns().data?.sessions.some(({ closesAt }) => closesAt !== null) ?? false;
  const isTestUser = useMe().data?.testUser ?? false;
  return (
    <WhenThere query={query} what="your attendance">
      {(mine) => (
        <div style={{ maxWidth: '46rem' }}>
          <Heading as="h1" level="h2" margin="0 0 medium">
            My attendance in {mine.courseTitle}
          </Heading>
          {isTestUser && <TestStudent />}
          <CheckInSection />
          <Sessions mine={mine} />
          <RecognitionSection timeZone={mine.timeZone} isFirst={!asksForCode} />
        </div>
      )}
    </WhenThere>
  );
};
