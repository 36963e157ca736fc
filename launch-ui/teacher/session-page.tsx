import { Alert, Button, Flex, Link, Table, Text, View } from '@instructure/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { Link as RouteLink, useParams } from 'react-router';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import { type SessionRecords, sessionRecords } from '../../lti-server/http/api-schema/record.ts';
import { ask } from '../api/client.ts';
import { Loading, PageHead, ProblemAlert, WhenThere } from '../shell/page-states.tsx';
import { isGone, SessionGone } from '../shell/session-gone.tsx';
import { useNarrow } from '../shell/use-narrow.ts';
import { dayAndTime, time } from '../times.ts';
import { BoardPage } from './board-page.tsx';
import { useCourse } from './course-page.tsx';
import { useSendGrades } from './gradebook-cell.tsx';
import { RecordRow } from './record-row.tsx';
import { RecordTray } from './record-tray.tsx';
import { countsInWords, gradebookInWords } from './session-words.ts';
import { useBoard, useBoardChange } from './use-board.ts';

const asSentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

type Row = SessionRecords['records'][number];

/** Rows of a table are slow to draw: five hundred of them take seconds. The first screen of them comes first. */
const rowsAtOnce = 50;
const rowsAtFirst = 12;

const Confirmed = ({ session, board }: { readonly session: string; readonly board: Board }) => {
  const cache = useQueryClient();
  const course = useCourse();
  const change = useBoardChange(session);
  const { send, error: sendError } = useSendGrades();
  const [open, setOpen] = useState<string | null>(null);
  const query = useQuery({
    queryKey: ['records', session],
    queryFn: () => ask(sessionRecords, 'GET', `/sessions/${session}/records`),
    refetchInterval: ({ state }) =>
      state.data?.records.some((row: Row) => row.gradebook.state === 'pending') ? 1_500 : false,
  });
  const narrow = useNarrow();
  const [shown, setShown] = useState(rowsAtOnce);
  const drawn = useDeferredValue(shown, rowsAtFirst);
  const undoable = board.session.undoableUntil;
  return (
    <WhenThere query={query} what="the records">
      {(page) => {
        const chosen = page.records.find(({ member }) => member === open);
        return (
          <>
            <PageHead
              title={dayAndTime(page.session.startsAt, page.timeZone)}
              lead={`${page.session.title === '' ? '' : `${page.session.title} · `}${page.session.counts === null ? '' : countsInWords(page.session.counts)}`}
            >
              <Link as={RouteLink} to="/app" isWithinText={false}>
                Back to the course
              </Link>
            </PageHead>
            {undoable !== null && (
              <Alert variant="success" hasShadow={false} margin="0 0 small">
                <Flex gap="small" wrap="wrap" alignItems="center" justifyItems="space-between">
                  <Text>
                    Recorded: {page.session.counts === null ? '' : countsInWords(page.session.counts)}.
                    {page.records.some(({ current }) => current.evidence.kind === 'photo') ? ' Pictures deleted.' : ''}
                    {course.data === undefined ? '' : ` ${asSentence(gradebookInWords(course.data.gradebook))}`}
                  </Text>
                  <Button onClick={() => change.mutate({ method: 'POST', path: '/undo-confirm' })}>
                    Undo confirm (until {time(undoable, page.timeZone)})
                  </Button>
                </Flex>
              </Alert>
            )}
            {change.isError && <ProblemAlert error={change.error} />}
            {sendError !== null && <ProblemAlert error={sendError} />}
            <View as="div" overflowX="auto">
              <Table caption="Records of this session" layout={narrow ? 'stacked' : 'auto'} hover>
                <Table.Head>
                  <Table.Row>
                    <Table.ColHeader id="name">Student</Table.ColHeader>
                    <Table.ColHeader id="status">Status</Table.ColHeader>
                    <Table.ColHeader id="how">How</Table.ColHeader>
                    <Table.ColHeader id="grade">Gradebook</Table.ColHeader>
                  </Table.Row>
                </Table.Head>
                <Table.Body>
                  {page.records.slice(0, drawn).map((row) => (
                    <RecordRow key={row.member} row={row} hasColumn={page.gradeColumnOn} send={send} onOpen={setOpen} />
                  ))}
                </Table.Body>
              </Table>
            </View>
            {page.records.length > shown && (
              <Button margin="small 0" onClick={() => setShown(shown + rowsAtOnce)}>
                Show {Math.min(rowsAtOnce, page.records.length - shown)} more
              </Button>
            )}
            {chosen !== undefined && (
              <RecordTray
                session={session}
                row={chosen}
                timeZone={page.timeZone}
                onClose={() => setOpen(null)}
                onCorrected={(after) => {
                  cache.setQueryData(['records', session], after);
                  void cache.invalidateQueries({ queryKey: ['course'] });
                }}
              />
            )}
          </>
        );
      }}
    </WhenThere>
  );
};

/** A session: its board while it is open, its records afterwards. */
export const SessionPage = () => {
  const { session = '' } = useParams();
  const query = useBoard(session);
  if (isGone(query.error)) return <SessionGone back="Go to the course" />;
  return (
    <WhenThere query={query} what="the session">
      {(board) => {
        if (board.session.state === 'open') return <BoardPage session={session} board={board} />;
        if (board.session.state === 'confirming') return <Loading what="the records" />;
        return <Confirmed session={session} board={board} />;
      }}
    </WhenThere>
  );
};
