import { Alert, Button, Table, Text, View } from '@instructure/ui';
import { useQuery } from '@tanstack/react-query';
import { memo } from 'react';
import { gradebookPage, type GradebookPage as Page } from '../../lti-server/http/api-schema/record.ts';
import { ask } from '../api/client.ts';
import { count } from '../plural.ts';
import { Empty, PageHead, ProblemAlert, WhenThere } from '../shell/page-states.tsx';
import { CourseTabs } from './course-tabs.tsx';
import { GradebookCell, useSendGrades } from './gradebook-cell.tsx';
import { GradebookComparison } from './gradebook-comparison.tsx';
import { GradebookTrouble } from './gradebook-trouble.tsx';
import { SessionColumns } from './session-columns.tsx';

interface GradeRowProps {
  readonly row: Page['rows'][number];
  readonly send: ReturnType<typeof useSendGrades>['send'];
}

const isMoving = (page: Page | undefined) =>
  page?.trouble === null && page.rows.some(({ gradebook }) => gradebook.state === 'pending');

/** Whether "send again" has anything to lift. */
const isStuck = ({ trouble, rows, sessionColumns }: Page) =>
  trouble !== null ||
  rows.some(({ gradebook }) => gradebook.state === 'refused') ||
  sessionColumns.some((column) => column.trouble !== null || column.refused > 0);

/** Drawn anew only when its own grade changes. */
const GradeRow = memo(({ row: { member, name, gradebook }, send }: GradeRowProps) => (
  <Table.Row>
    <Table.RowHeader>{name}</Table.RowHeader>
    <Table.Cell>
      <GradebookCell member={member} name={name} state={gradebook} send={send} />
    </Table.Cell>
  </Table.Row>
));

/** What the LMS's gradebook holds of Muster, person by person. */
export const GradebookPage = () => {
  const query = useQuery({
    queryKey: ['gradebook'],
    queryFn: () => ask(gradebookPage, 'GET', '/gradebook'),
    refetchInterval: ({ state }) => (isMoving(state.data) ? 1_500 : false),
  });
  const { send, sendAndWait, error } = useSendGrades();
  const decide =
    sendAndWait === null
      ? null
      : (member: string, choice: 'overwrite' | 'keep', session?: string) =>
          sendAndWait({ path: `/members/${member}/${choice}`, body: session === undefined ? {} : { session } });
  return (
    <CourseTabs>
      <WhenThere query={query} what="the gradebook">
        {(page) => {
          const refused = page.rows.filter(({ gradebook }) => gradebook.state === 'refused');
          return (
            <>
              <PageHead title="Gradebook" lead="One column of 100 points: the percentage over confirmed sessions.">
                {send !== null && isStuck(page) && (
                  <Button color="primary" onClick={() => send({ path: '/send' })}>
                    {refused.length > 0 ? `Send ${count(refused.length, 'grade')} again` : 'Send again'}
                  </Button>
                )}
              </PageHead>
              {error !== null && <ProblemAlert error={error} />}
              <GradebookTrouble {...page} />
              {page.comparable && page.on && <GradebookComparison page={page} decide={decide} />}
              {!page.available && (
                <Alert variant="info" hasShadow={false}>
                  Your platform does not let Muster make a gradebook column in this course.
                </Alert>
              )}
              {!page.on ? (
                <Empty title="The grade column is off">
                  <Text as="p">Switch it on under Settings. Nothing is sent to the gradebook before you do.</Text>
                </Empty>
              ) : (
                <View as="div" overflowX="auto">
                  <Table caption="Grades" layout="auto" hover>
                    <Table.Head>
                      <Table.Row>
                        <Table.ColHeader id="name">Student</Table.ColHeader>
                        <Table.ColHeader id="state">State</Table.ColHeader>
                      </Table.Row>
                    </Table.Head>
                    <Table.Body>
                      {page.rows.map((row) => (
                        <GradeRow key={row.member} row={row} send={send} />
                      ))}
                    </Table.Body>
                  </Table>
                </View>
              )}
              <SessionColumns page={page} decide={decide} />
            </>
          );
        }}
      </WhenThere>
    </CourseTabs>
  );
};
