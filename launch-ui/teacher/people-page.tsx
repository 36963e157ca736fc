import { Button, Flex, Table, Text, View } from '@instructure/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type People, people } from '../../lti-server/http/api-schema/course.ts';
import { ask, askFile } from '../api/client.ts';
import { saveFile } from '../save-text.ts';
import { Empty, PageHead, ProblemAlert, WhenThere } from '../shell/page-states.tsx';
import { useNarrow } from '../shell/use-narrow.ts';
import { statusOrder, statusWords } from '../status-pill.tsx';
import { AllRecords } from './all-records.tsx';
import { CourseTabs } from './course-tabs.tsx';

type Person = People['people'][number];
type Column = 'name' | 'score';

const sorted = (list: readonly Person[], column: Column, descending: boolean): Person[] => {
  const order = [...list];
  if (column === 'score') order.sort((a, b) => (a.score ?? -1) - (b.score ?? -1));
  return descending ? order.reverse() : order;
};

const roles = {
  teacher: 'Teacher',
  ta: 'Teaching assistant',
  observer: 'Observer',
  none: 'No role',
  student: 'Student',
} as const;

/** "3P 1L": for a phone, where a line is all there is; what is nought is left out. */
const countsInShort = ({ counts }: Person): string =>
  counts === null
    ? ''
    : statusOrder
        .filter((status) => counts[status] > 0)
        .map((status) => `${counts[status]}${statusWords[status].letter}`)
        .join(' ');

interface CountColumn {
  readonly id: string;
  readonly head: string;
  readonly cell: (person: Person) => string | number | undefined;
}

const wideColumns: readonly CountColumn[] = statusOrder.map((status) => ({
  id: status,
  head: statusWords[status].letter,
  cell: ({ counts }) => counts?.[status],
}));
const narrowColumns: readonly CountColumn[] = [{ id: 'counts', head: 'Sessions', cell: countsInShort }];

/** Everybody of the course; the students with what they earned so far. */
export const PeoplePage = () => {
  const columns = useNarrow() ? narrowColumns : wideColumns;
  const query = useQuery({ queryKey: ['people'], queryFn: () => ask(people, 'GET', '/people') });
  const [column, setColumn] = useState<Column>('name');
  const [descending, setDescending] = useState(false);
  const sortBy = (wanted: Column) => {
    setDescending(wanted === column ? !descending : false);
    setColumn(wanted);
  };
  const download = useMutation({
    mutationFn: () => askFile('/people.csv'),
    onSuccess: (file) => saveFile('attendance.csv', file),
  });
  const direction = (of: Column) => (of === column ? (descending ? 'descending' : 'ascending') : 'none');
  return (
    <CourseTabs>
      <WhenThere query={query} what="the people">
        {({ people: everybody }) => {
          const students = everybody.filter(({ counts }) => counts !== null);
          const others = everybody.filter(({ counts }) => counts === null);
          return (
            <>
              <PageHead
                title="People and reports"
                lead="Percentages over confirmed sessions; excused ones are left out."
              >
                <Flex gap="small">
                  <Button
                    onClick={() => download.mutate()}
                    interaction={students.length === 0 ? 'disabled' : 'enabled'}
                  >
                    Download CSV
                  </Button>
                  <Button onClick={() => window.print()}>Print</Button>
                </Flex>
              </PageHead>
              {download.isError && <ProblemAlert error={download.error} />}
              <AllRecords />
              {students.length === 0 ? (
                <Empty title="Nobody studies here yet">
                  <Text as="p">As soon as the platform lists students, they stand here.</Text>
                </Empty>
              ) : (
                <View as="div" overflowX="auto">
                  <Table caption="Students" layout="auto" hover>
                    <Table.Head renderSortLabel="Sort by">
                      <Table.Row>
                        {[
                          <Table.ColHeader
                            key="name"
                            id="name"
                            onRequestSort={() => sortBy('name')}
                            sortDirection={direction('name')}
                          >
                            Student
                          </Table.ColHeader>,
                          <Table.ColHeader
                            key="score"
                            id="score"
                            onRequestSort={() => sortBy('score')}
                            sortDirection={direction('score')}
                          >
                            Percent
                          </Table.ColHeader>,
                          ...columns.map(({ id, head }) => (
                            <Table.ColHeader key={id} id={id}>
                              {head}
                            </Table.ColHeader>
                          )),
                        ]}
                      </Table.Row>
                    </Table.Head>
                    <Table.Body>
                      {sorted(students, column, descending).map((person) => (
                        <Table.Row key={person.id}>
                          {[
                            <Table.RowHeader key="name">{person.name}</Table.RowHeader>,
                            <Table.Cell key="score">{person.score ?? '–'}</Table.Cell>,
                            ...columns.map(({ id, cell }) => <Table.Cell key={id}>{cell(person)}</Table.Cell>),
                          ]}
                        </Table.Row>
                      ))}
                    </Table.Body>
                  </Table>
                </View>
              )}
              {others.length > 0 && (
                <Text as="p" color="secondary">
                  {others.map(({ name, role }) => `${name} (${roles[role]})`).join(', ')}
                </Text>
              )}
            </>
          );
        }}
      </WhenThere>
    </CourseTabs>
  );
};
