import { Link, Pill, Table, Text } from '@instructure/ui';
import { Link as RouteLink } from 'react-router';
import type { CoursePage } from '../../lti-server/http/api-schema/course.ts';
import { useNarrow } from '../shell/use-narrow.ts';
import { dayAndTime } from '../times.ts';
import { openGrades, stateInWords } from './session-words.ts';
import { StatusBar } from './status-bar.tsx';

type Row = CoursePage['sessions'][number];

const Attendance = ({ session }: { readonly session: Row }) => {
  if (session.state === 'open') return <Pill color="warning">Not confirmed yet</Pill>;
  return (
    <>
      {session.counts !== null && <StatusBar counts={session.counts} />}
      <Text size="small">{stateInWords(session)}</Text>
    </>
  );
};

/** A sign and words. */
const grades = ({ gradebook, state }: Row): string => {
  if (state !== 'confirmed') return '–';
  if (gradebook === null) return 'No grade column';
  const { refused, changed, pending } = gradebook;
  const sign = refused > 0 ? '✕' : changed > 0 ? '⇄' : pending > 0 ? '…' : '✓';
  return `${sign} ${openGrades(gradebook) ?? 'Up to date'}`;
};

/** Newest first: how many were there, and whether their grades have arrived. */
export const SessionTable = ({ page }: { readonly page: CoursePage }) => (
  <Table caption="Sessions, newest first" layout={useNarrow() ? 'stacked' : 'auto'} hover>
    <Table.Head>
      <Table.Row>
        <Table.ColHeader id="when">Session</Table.ColHeader>
        <Table.ColHeader id="state">Attendance</Table.ColHeader>
        <Table.ColHeader id="grades">Gradebook</Table.ColHeader>
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
            <Attendance session={session} />
          </Table.Cell>
          <Table.Cell>
            <Text size="small">{grades(session)}</Text>
          </Table.Cell>
        </Table.Row>
      ))}
    </Table.Body>
  </Table>
);
