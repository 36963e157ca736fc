import { Pill, Table, Text } from '@instructure/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { settingsPreview } from '../../lti-server/http/api-schema/course.ts';
import { ask } from '../api/client.ts';
import { count } from '../plural.ts';
import { WhenThere } from '../shell/page-states.tsx';

const score = (value: number | null) => (value === null ? '–' : `${value}`);

/** Every grade of the class as it is and as it would be; those that change are marked. */
export const SettingsPreview = ({ lateCredit }: { readonly lateCredit: number }) => {
  const query = useQuery({
    queryKey: ['preview', lateCredit],
    queryFn: () => ask(settingsPreview, 'GET', `/settings/preview?lateCredit=${lateCredit}`),
    placeholderData: keepPreviousData,
  });
  return (
    <WhenThere query={query} what="the grades" isPart>
      {({ rows }) => {
        const changes = rows.filter(({ now, after }) => now !== after).length;
        return (
          <>
            <div role="status">
              <Text as="p">
                {changes === 0
                  ? `None of ${count(rows.length, 'grade')} changes.`
                  : `${changes} of ${count(rows.length, 'grade')} ${changes === 1 ? 'changes' : 'change'}.`}
              </Text>
            </div>
            {rows.length > 0 && (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
              <section aria-label="Grades of the class" tabIndex={0} style={{ maxHeight: '24rem', overflow: 'auto' }}>
                <Table caption="Grades, now and with these settings" layout="auto">
                  <Table.Head>
                    <Table.Row>
                      <Table.ColHeader id="name">Student</Table.ColHeader>
                      <Table.ColHeader id="now">Now</Table.ColHeader>
                      <Table.ColHeader id="then">Then</Table.ColHeader>
                    </Table.Row>
                  </Table.Head>
                  <Table.Body>
                    {rows.map(({ id, name, now, after }) => (
                      <Table.Row key={id}>
                        <Table.RowHeader>{name}</Table.RowHeader>
                        <Table.Cell>{score(now)}</Table.Cell>
                        <Table.Cell>
                          {now === after ? (
                            score(after)
                          ) : (
                            <>
                              <Text weight="bold">{score(after)}</Text> <Pill color="info">Changes</Pill>
                            </>
                          )}
                        </Table.Cell>
                      </Table.Row>
                    ))}
                  </Table.Body>
                </Table>
              </section>
            )}
          </>
        );
      }}
    </WhenThere>
  );
};
