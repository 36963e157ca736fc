import { Link, Pill, Table, Text } from '@instructure/ui';
import { memo } from 'react';
import type { SessionRecords } from '../../lti-server/http/api-schema/record.ts';
import { evidenceInWords } from '../evidence-words.ts';
import { StatusPill } from '../status-pill.tsx';
import { GradebookCell, type useSendGrades } from './gradebook-cell.tsx';

interface Props {
  readonly row: SessionRecords['records'][number];
  readonly hasColumn: boolean;
  readonly send: ReturnType<typeof useSendGrades>['send'];
  readonly onOpen: (member: string) => void;
}

/** A student's line. Drawn anew only when its own record changes: a lecture has hundreds, asked for every few seconds. */
export const RecordRow = memo(({ row, hasColumn, send, onOpen }: Props) => (
  <Table.Row>
    <Table.RowHeader>
      <Link as="button" isWithinText={false} onClick={() => onOpen(row.member)}>
        {row.name}
      </Link>
    </Table.RowHeader>
    <Table.Cell>
      <StatusPill status={row.current.status} /> {row.history.length > 0 && <Pill color="info">Corrected</Pill>}{' '}
      {row.dispute !== null && <Pill color="warning">Says otherwise</Pill>}
    </Table.Cell>
    <Table.Cell>{evidenceInWords(row.current)}</Table.Cell>
    <Table.Cell>
      {hasColumn ? (
        <GradebookCell member={row.member} name={row.name} state={row.gradebook} send={send} />
      ) : (
        <Text color="secondary">No column</Text>
      )}
    </Table.Cell>
  </Table.Row>
));
