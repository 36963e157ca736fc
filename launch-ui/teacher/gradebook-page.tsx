import { Alert, Button, Table, Text, View } from '@instructure/ui';
import { useQuery } from '@tanstack/react-query';
import { gradebookPage, type GradebookPage as Page } from '../../lti-server/http/api-schema/record.ts';
import { ask } from '../api/client.ts';
import { useMay } from '../api/use-me.ts';
import { count } from '../plural.ts';
import { Empty, PageHead, ProblemAlert, WhenThere } from '../shell/page-states.tsx';
import { useNarrow } from '../shell/use-narrow.ts';
import { CourseTabs } from './course-tabs.tsx';
import { GradebookCell, useSendGrades } from './gradebook-cell.tsx';

const isMoving = (page: Page | undefined) => page?.rows.some(({ gradebook }) => gradebook.state === 'pending') ?? false;

/** What the LMS's gradebook holds of Muster, person by person. */
export const GradebookPage = () => {
  const narrow = useNarrow();
  const query = useQuery({
    queryKey: ['gradebook'],
    queryFn: () => ask(gradebookPage, 'GET', '/gradebook'),
    refetchInterval: ({ state }) => (isMoving(state.data) ? 1_500 : false),
  });
  const sending = useSendGrades();
  const may = useMay('set-grade-policy');
  return (
    <CourseTabs>
      <WhenThere query={query} what="the gradebook">
        {(page) => {
          const refused = page.rows.filter(({ gradebook }) => gradebook.state === 'refused');
          return (
            <>
              <PageHead title="Gradebook" lead="One column of 100 points: the percentage over confirmed sessions.">
                {may && refused.length > 0 && (
                  <Button color="primary" onClick={() => sending.mutate({ path: '/send' })}>
                    Send {count(refused.length, 'refused grade')} again
                  </Button>
                )}
              </PageHead>
              {sending.isError && <ProblemAlert error={sending.error} />}
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
                            <GradebookCell member={member} name={name} state={gradebook} sending={sending} />
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
