import { Alert, Button, Flex, Table, Text, View } from '@instructure/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { gradebookPage, type GradebookPage as Page } from '../../lti-server/http/api-schema/record.ts';
import { ask } from '../api/client.ts';
import { count } from '../plural.ts';
import { Empty, PageHead, ProblemAlert, WhenThere } from '../shell/page-states.tsx';
import { useNarrow } from '../shell/use-narrow.ts';
import { CourseTabs } from './course-tabs.tsx';
import { GradebookStatePill, refusalText } from './gradebook-state.tsx';

const isMoving = (page: Page | undefined) => page?.rows.some(({ gradebook }) => gradebook.state === 'pending') ?? false;

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
  return (
    <CourseTabs>
      <WhenThere query={query} what="the gradebook">
        {(page) => {
          const refused = page.rows.filter(({ gradebook }) => gradebook.state === 'refused');
          return (
            <>
              <PageHead title="Gradebook" lead="One column of 100 points: the percentage over confirmed sessions.">
                {refused.length > 0 && (
                  <Button color="primary" onClick={() => act.mutate({ path: '/gradebook/send' })}>
                    Send {count(refused.length, 'refused grade')} again
                  </Button>
                )}
              </PageHead>
              {act.isError && <ProblemAlert error={act.error} />}
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
                              {gradebook.state === 'changed' && (
                                <Button
                                  size="small"
                                  onClick={() => act.mutate({ path: `/gradebook/members/${member}/overwrite` })}
                                >
                                  Send {gradebook.wanted ?? 'nothing'} over it
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
            </>
          );
        }}
      </WhenThere>
    </CourseTabs>
  );
};
