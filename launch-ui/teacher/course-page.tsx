import { Alert, Heading, Link, Text, View } from '@instructure/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link as RouteLink } from 'react-router';
import { coursePage, type CoursePage as Page } from '../../lti-server/http/api-schema/course.ts';
import { ask } from '../api/client.ts';
import { count } from '../plural.ts';
import { textOf } from '../problem-text.ts';
import { Empty, PageHead, WhenThere } from '../shell/page-states.tsx';
import { dayAndTime } from '../times.ts';
import { CourseTabs } from './course-tabs.tsx';
import { FirstRun } from './first-run.tsx';
import { SessionTable } from './session-table.tsx';
import { gradebookInWords, stateInWords } from './session-words.ts';
import { TakeAttendance } from './take-attendance.tsx';

export const useCourse = () => useQuery({ queryKey: ['course'], queryFn: () => ask(coursePage, 'GET', '/course') });

const Coverage = ({ page: { facesOn, coverage } }: { readonly page: Page }) => (
  <Text as="p" color="secondary">
    {facesOn
      ? `${coverage.matchable} of ${count(coverage.students, 'student')} can be matched in a picture; the others by hand or by code.`
      : `Recognition is switched off here: ${count(coverage.students, 'student')}, marked by hand or by code.`}
  </Text>
);

const lastLine = (page: Page): string => {
  const last = page.sessions.find(({ state }) => state === 'confirmed');
  return last === undefined
    ? 'No session confirmed yet'
    : `Last: ${dayAndTime(last.startsAt, page.timeZone)} · ${stateInWords(last)} · ${gradebookInWords(page.gradebook)}`;
};

const Course = ({ page }: { readonly page: Page }) => {
  const cache = useQueryClient();
  const byPhoto = page.facesOn && page.coverage.matchable > 0;
  const refresh = useMutation({
    mutationFn: () => ask(coursePage, 'POST', '/course/roster/refresh'),
    onSuccess: (fresh) => cache.setQueryData(['course'], fresh),
  });
  return (
    <>
      <PageHead title={page.title} lead={lastLine(page)} />
      <TakeAttendance page={page} byPhoto={byPhoto} />
      {!byPhoto && <FirstRun page={page} />}
      {page.rosterProblem !== null && (
        <Alert variant="warning" hasShadow={false} margin="small 0">
          {page.rosterProblem !== 'ROSTER_SLOW' && 'The roster could not be read: '}
          {textOf(page.rosterProblem)}
        </Alert>
      )}
      {page.heldEnrolments > 0 && (
        <Alert variant="warning" hasShadow={false} margin="small 0">
          {count(page.heldEnrolments, 'new enrolment')} {page.heldEnrolments === 1 ? 'resembles' : 'resemble'} somebody
          else in the class.{' '}
          <Link as={RouteLink} to="/app/held">
            Look at {page.heldEnrolments === 1 ? 'it' : 'them'}
          </Link>
        </Alert>
      )}
      {page.disputes > 0 && (
        <Alert variant="warning" hasShadow={false} margin="small 0">
          {page.disputes === 1 ? 'A student says' : 'Students say'} that {count(page.disputes, 'entry', 'entries')}{' '}
          {page.disputes === 1 ? 'is' : 'are'} not right.{' '}
          <Link as={RouteLink} to="/app/disputes">
            Look at {page.disputes === 1 ? 'it' : 'them'}
          </Link>
        </Alert>
      )}
      <View as="section" margin="medium 0 0">
        {page.sessions.length === 0 ? (
          <Empty title="No sessions yet">
            <Text as="p">
              {byPhoto
                ? 'Take attendance opens a session for the class that is on now: photograph the room, look at what was recognised, confirm. You can mark everybody by hand as well.'
                : 'Marking opens a session for the class that is on now: mark all present, change the exceptions, confirm.'}
            </Text>
          </Empty>
        ) : (
          <>
            <Heading as="h2" level="h3" margin="0 0 small">
              Sessions
            </Heading>
            <SessionTable page={page} />
          </>
        )}
      </View>
      <View as="div" margin="medium 0 0">
        <Coverage page={page} />
        <Text as="p" size="small" color="secondary">
          Roster {page.rosterReadAt === null ? 'not read yet' : `read ${dayAndTime(page.rosterReadAt, page.timeZone)}`}.{' '}
          <Link as="button" onClick={() => refresh.mutate()}>
            {refresh.isPending ? 'Reading…' : 'Read it again'}
          </Link>
        </Text>
      </View>
    </>
  );
};

/** Where a teacher's launch lands. */
export const CoursePage = () => {
  const query = useCourse();
  return (
    <CourseTabs>
      {
        <WhenThere query={query} what="the course">
          {(page) => <Course page={page} />}
        </WhenThere>
      }
    </CourseTabs>
  );
};
