import { Alert, Button, Flex, Heading, Link, Pill, Table, Text, TextInput, View } from '@instructure/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link as RouteLink, useNavigate } from 'react-router';
import {
  coursePage,
  type CoursePage as Page,
  type SessionSummary,
  sessionSummary,
} from '../../lti-server/http/api-schema/course.ts';
import { ask } from '../api/client.ts';
import { count } from '../plural.ts';
import { textOf } from '../problem-text.ts';
import { Empty, PageHead, ProblemAlert, WhenThere } from '../shell/page-states.tsx';
import { dayAndTime, momentIn } from '../times.ts';
import { CourseTabs } from './course-tabs.tsx';
import { gradebookInWords, stateInWords } from './session-words.ts';

export const useCourse = () => useQuery({ queryKey: ['course'], queryFn: () => ask(coursePage, 'GET', '/course') });

const invitation = (title: string) =>
  `In ${title} I take attendance with Muster. If you like, it can recognise you in a picture of the class: open Muster in the course menu, read what it does, and say yes or no. Saying no costs you nothing; I will mark you by hand.`;

const OtherTime = ({
  timeZone,
  onOpen,
}: {
  readonly timeZone: string;
  readonly onOpen: (startsAt: string, title: string) => void;
}) => {
  const [local, setLocal] = useState('');
  const [title, setTitle] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (local !== '') onOpen(momentIn(local, timeZone), title);
      }}
    >
      <Flex gap="small" wrap="wrap" alignItems="end">
        <label>
          <Text weight="bold">Date and time ({timeZone})</Text>
          <br />
          <input
            type="datetime-local"
            required
            value={local}
            onChange={({ target }) => setLocal(target.value)}
            style={{ font: 'inherit', padding: '0.45rem' }}
          />
        </label>
        <TextInput renderLabel="Name (optional)" value={title} onChange={(_, value) => setTitle(value)} width="14rem" />
        <Button type="submit">Open this session</Button>
      </Flex>
    </form>
  );
};

const Sessions = ({ page }: { readonly page: Page }) => (
  <Table caption="Sessions, newest first" layout="auto" hover>
    <Table.Head>
      <Table.Row>
        <Table.ColHeader id="when">Session</Table.ColHeader>
        <Table.ColHeader id="state">Attendance</Table.ColHeader>
      </Table.Row>
    </Table.Head>
    <Table.Body>
      {page.sessions.map((session) => (
        <Table.Row key={session.id}>
          <Table.RowHeader>
            <Link as={RouteLink} to={`/app/sessions/${session.id}`} isWithinText={false}>
              {dayAndTime(session.startsAt, page.timeZone)}
              {session.title === '' ? '' : ` · ${session.title}`}
            </Link>
          </Table.RowHeader>
          <Table.Cell>
            {session.state === 'open' ? <Pill color="warning">Not confirmed yet</Pill> : stateInWords(session)}
          </Table.Cell>
        </Table.Row>
      ))}
    </Table.Body>
  </Table>
);

const FirstRun = ({ page }: { readonly page: Page }) =>
  page.facesOn && page.coverage.matchable === 0 ? (
    <Alert variant="info" hasShadow={false} margin="medium 0 0">
      <Text as="p">
        Nobody has enrolled a face yet, so you mark attendance by hand for now. To invite your students, copy this into
        an announcement:
      </Text>
      <Text as="p" fontStyle="italic">
        {invitation(page.title)}
      </Text>
      <Button onClick={() => void navigator.clipboard?.writeText(invitation(page.title))}>Copy the text</Button>
    </Alert>
  ) : null;

const Coverage = ({ page: { facesOn, coverage } }: { readonly page: Page }) => (
  <Text as="p" color="secondary">
    {facesOn
      ? `${coverage.matchable} of ${count(coverage.students, 'student')} can be matched in a picture; the others by hand.`
      : `Recognition is switched off here: ${count(coverage.students, 'student')}, marked by hand.`}
  </Text>
);

const lastLine = (page: Page): string => {
  const last = page.sessions.find(({ state }) => state === 'confirmed');
  return last === undefined
    ? 'No session confirmed yet'
    : `Last: ${dayAndTime(last.startsAt, page.timeZone)} · ${stateInWords(last)} · ${gradebookInWords(page.gradebook)}`;
};

const Course = ({ page }: { readonly page: Page }) => {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [other, setOther] = useState(false);
  const byPhoto = page.facesOn && page.coverage.matchable > 0;
  const open = useMutation({
    mutationFn: (wanted: object) => ask(sessionSummary, 'POST', '/sessions', wanted),
    onSuccess: (session: SessionSummary) => {
      void cache.invalidateQueries({ queryKey: ['course'] });
      void navigate(`/app/sessions/${session.id}${byPhoto ? '/capture' : ''}`);
    },
  });
  const refresh = useMutation({
    mutationFn: () => ask(coursePage, 'POST', '/course/roster/refresh'),
    onSuccess: (fresh) => cache.setQueryData(['course'], fresh),
  });
  return (
    <>
      <PageHead title={page.title} lead={lastLine(page)}>
        <Flex gap="small" wrap="wrap">
          <Button color="primary" onClick={() => open.mutate({})} interaction={open.isPending ? 'disabled' : 'enabled'}>
            Take attendance now
          </Button>
          <Button onClick={() => setOther(!other)} aria-expanded={other}>
            Another time
          </Button>
        </Flex>
      </PageHead>
      {other && <OtherTime timeZone={page.timeZone} onOpen={(startsAt, title) => open.mutate({ startsAt, title })} />}
      {open.isError && <ProblemAlert error={open.error} />}
      {page.rosterProblem !== null && (
        <Alert variant="warning" hasShadow={false} margin="small 0">
          The roster could not be read: {textOf(page.rosterProblem)}
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
      <View as="section" margin="medium 0 0">
        {page.sessions.length === 0 ? (
          <Empty title="No sessions yet">
            <Text as="p">
              Take attendance opens a session for the class that is on now: photograph the room, look at what was
              recognised, confirm. You can mark everybody by hand as well.
            </Text>
          </Empty>
        ) : (
          <>
            <Heading as="h2" level="h3" margin="0 0 small">
              Sessions
            </Heading>
            <Sessions page={page} />
          </>
        )}
      </View>
      <FirstRun page={page} />
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
