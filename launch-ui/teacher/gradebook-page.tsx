import { Alert, Button, Flex, Table, Text, View } from '@instructure/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { gradebookPage, type GradebookPage as Page } from '../../lti-server/http/api-schema/record.ts';
import { ask } from '../api/client.ts';
import { count } from '../plural.ts';
import { Empty, PageHead, ProblemAlert, WhenThere } from '../shell/page-states.tsx';
import { useNarrow } from '../shell/use-narrow.ts';
import { CourseTabs } from './course-tabs.tsx';
import { GradebookComparison } from './gradebook-comparison.tsx';
import { GradebookStatePill, refusalText } from './gradebook-state.tsx';
import { GradebookTrouble } from './gradebook-trouble.tsx';
import { SessionColumns } from './session-columns.tsx';

const isMoving = (page: Page | undefined) =>
  page?.trouble === null && page.rows.some(({ gradebook }) => gradebook.state === 'pending');

/** Whether "send again" has anything to lift. */
const isStuck = ({ trouble, rows, sessionColumns }: Page) =>
  trouble !== null ||
  rows.some(({ gradebook }) => gradebook.state === 'refused') ||
  sessionColumns.some((column) => column.trouble !== null || column.refused > 0);

/** What the LMS's gradebook holds of Muster, person by person. */
export const GradebookPage = () => {
  const cache = useQueryClient();
  const narrow = useNarrow();
  const query = useQuery({
    queryKey: ['gradebook'],
    queryFn: () => ask(gradebookPage, 'GET', '/gradebook'),
    refetchInterval: ({ state }) => (isMoving(state.data) ? 1_500 : false),
  });
  const act = useMutation({
    mutationFn: ({ path, body }: { path: string; body?: object }) => ask(gradebookPage, 'POST', path, body ?? {}),
    onSuccess: (after) => cache.setQueryData(['gradebook'], after),
  });
  const decide = (member: string, choice: 'overwrite' | 'keep', session?: string) =>
    act.mutateAsync({
      path: `/gradebook/members/${member}/${choice}`,
      body: session === undefined ? {} : { session },
    });
  return (
    <CourseTabs>
      <WhenThere query={query} what="the gradebook">
        {(page) => {
          const refused = page.rows.filter(({ gradebook }) => gradebook.state === 'refused');
          return (
            <>
              <PageHead title="Gradebook" lead="One column of 100 points: the percentage over confirmed sessions.">
                {page.mayDecide && isStuck(page) && (
                  <Button color="primary" onClick={() => act.mutate({ path: '/gradebook/send' })}>
                    {refused.length > 0 ? `Send ${count(refused.length, 'refused grade')} again` : 'Send again'}
                  </Button>
                )}
              </PageHead>
              {act.isError && <ProblemAlert error={act.error} />}
              <GradebookTrouble {...page} />
              {page.comparable && page.on && (
                <GradebookComparison page={page} decide={page.mayDecide ? decide : null} />
              )}
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
                  <Table caption="Grades" layout={narrow ? 'stacked' : 'auto'} hover>
                    <Table.Head>
                      <Table.Row>
                        <Table.ColHeader id="name">Student</Table.ColHeader>
                        <Table.ColHeader id="state">State</Table.ColHeader>
                      </Table.Row>
                    </Table.Head>
                    <Table.Body>
                      {page.rows.map(({ member, name, gradebook }) => (
                        <Table.Row key={member}>
                          <Table.RowHeader>{name}</Table.RowHeader>
                          <Table.Cell>
                            <Flex gap="small" wrap="wrap" alignItems="center">
                              <GradebookStatePill state={gradebook} />
                              {page.mayDecide && (gradebook.state === 'changed' || gradebook.state === 'kept') && (
                                <Button size="small" onClick={() => void decide(member, 'overwrite')}>
                                  Send {gradebook.wanted ?? 'nothing'} over it
                                </Button>
                              )}
                              {page.mayDecide && gradebook.state === 'changed' && (
                                <Button size="small" onClick={() => void decide(member, 'keep')}>
                                  Keep theirs
                                </Button>
                              )}
                              {gradebook.refusal !== null && <Text size="small">{refusalText[gradebook.refusal]}</Text>}
                            </Flex>
                          </Table.Cell>
                        </Table.Row>
                      ))}
                    </Table.Body>
                  </Table>
                </View>
              )}
              <SessionColumns page={page} decide={page.mayDecide ? decide : null} />
            </>
          );
        }}
      </WhenThere>
    </CourseTabs>
  );
};
