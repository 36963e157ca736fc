import { Alert, Button, Flex, Heading, Table, Text, View } from '@instructure/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  type GradebookComparison as Comparison,
  type GradebookPage,
  gradebookComparison,
} from '../../lti-server/http/api-schema/record.ts';
import { ask } from '../api/client.ts';
import { count } from '../plural.ts';
import { Loading, ProblemAlert } from '../shell/page-states.tsx';
import { useNarrow } from '../shell/use-narrow.ts';
import { time } from '../times.ts';

type Line = Comparison['differences'][number];

const grade = (score: number | null) => (score === null ? 'none' : `${Math.round(score * 100) / 100}`);

const meaning: Readonly<Record<Line['difference'], string>> = {
  'on-its-way': 'Not sent yet. It is on its way.',
  'changed-there': 'Somebody changed it in the gradebook. Muster leaves it alone until you decide.',
  'removed-there': 'Somebody removed it in the gradebook. Muster leaves it alone until you decide.',
  kept: 'Kept as it is in the gradebook.',
  refused: 'The gradebook refused it.',
  'not-ours': 'Entered in the gradebook by hand; the records ask for no grade.',
};

export type Decide = (member: string, choice: 'overwrite' | 'keep') => void;

const Decision = ({ line, decide }: { readonly line: Line; readonly decide: Decide | null }) => {
  const { member, name, difference, wanted, held } = line;
  const open = difference === 'changed-there' || difference === 'removed-there';
  if (decide === null || (!open && difference !== 'kept')) return null;
  return (
    <Flex gap="small" wrap="wrap" margin="x-small 0 0">
      <Button
        size="small"
        onClick={() => decide(member, 'overwrite')}
        aria-label={`Send ${grade(wanted)} over it: ${name}`}
      >
        Send {grade(wanted)} over it
      </Button>
      {open && (
        <Button size="small" onClick={() => decide(member, 'keep')} aria-label={`Keep ${grade(held)}: ${name}`}>
          Keep {grade(held)}
        </Button>
      )}
    </Flex>
  );
};

const Differences = ({ of: { differences }, decide }: { readonly of: Comparison; readonly decide: Decide | null }) => (
  <Table caption="What differs in the gradebook" layout={useNarrow() ? 'stacked' : 'auto'}>
    <Table.Head>
      <Table.Row>
        <Table.ColHeader id="name">Student</Table.ColHeader>
        <Table.ColHeader id="wanted">Records</Table.ColHeader>
        <Table.ColHeader id="confirmed">Last sent</Table.ColHeader>
        <Table.ColHeader id="held">Gradebook</Table.ColHeader>
        <Table.ColHeader id="meaning">What it means</Table.ColHeader>
      </Table.Row>
    </Table.Head>
    <Table.Body>
      {differences.map((line) => (
        <Table.Row key={line.member}>
          <Table.RowHeader>{line.name}</Table.RowHeader>
          <Table.Cell>{grade(line.wanted)}</Table.Cell>
          <Table.Cell>{grade(line.confirmed)}</Table.Cell>
          <Table.Cell>{grade(line.held)}</Table.Cell>
          <Table.Cell>
            {meaning[line.difference]}
            {line.difference === 'kept' && line.decision !== null && ` So said ${line.decision.byName}.`}
            <Decision line={line} decide={decide} />
          </Table.Cell>
        </Table.Row>
      ))}
    </Table.Body>
  </Table>
);

/** Reads a column's results back when asked, and says where they differ from the records, and why. */
export const GradebookComparison = ({
  page: { timeZone },
  session,
  decide,
}: {
  readonly page: Pick<GradebookPage, 'timeZone'>;
  /** Whose column it is; that over all sessions without one. */
  readonly session?: string;
  readonly decide: ((...asked: Parameters<Decide>) => Promise<unknown>) | null;
}) => {
  const cache = useQueryClient();
  const read = useMutation({
    mutationFn: () => ask(gradebookComparison, 'POST', '/gradebook/compare', session === undefined ? {} : { session }),
    // What it found to be changed there is known to the page's other part as well.
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['gradebook'] }),
  });
  const { data } = read;
  const decideAndRead: Decide | null =
    decide === null ? null : (member, choice) => void decide(member, choice).then(() => read.mutate());
  return (
    <View as="section" margin="small 0 medium">
      <Button onClick={() => read.mutate()} interaction={read.isPending ? 'disabled' : 'enabled'}>
        Compare with the gradebook
      </Button>
      <div aria-live="polite">
        {read.isPending && <Loading what="the gradebook’s grades" />}
        {read.isError && <ProblemAlert error={read.error} onRetry={() => read.mutate()} />}
        {!read.isPending && data !== undefined && data.differences.length === 0 && (
          <Alert variant="success" hasShadow={false} margin="small 0">
            The gradebook agrees with the records for{' '}
            {data.students === 1 ? 'the one student' : `all ${count(data.students, 'student')}`}, read at{' '}
            {time(data.readAt, timeZone)}.
          </Alert>
        )}
        {!read.isPending && data !== undefined && data.differences.length > 0 && (
          <>
            <Heading as="h2" level="h3" margin="medium 0 small">
              {count(data.differences.length, 'difference')}
            </Heading>
            <Text as="p" color="secondary">
              Of {count(data.students, 'student')}, read at {time(data.readAt, timeZone)}. Nothing was sent.
            </Text>
            <Differences of={data} decide={decideAndRead} />
          </>
        )}
      </div>
    </View>
  );
};
