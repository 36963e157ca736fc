import {
  Alert,
  Button,
  CloseButton,
  Heading,
  RadioInput,
  RadioInputGroup,
  Text,
  TextArea,
  Tray,
  View,
} from '@instructure/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type SessionRecords, sessionRecords } from '../../lti-server/http/api-schema/record.ts';
import { type Status, status as statusSchema } from '../../lti-server/http/api-schema/status.ts';
import { ask } from '../api/client.ts';
import { evidenceInNumbers, evidenceInWords } from '../evidence-words.ts';
import { ProblemAlert } from '../shell/page-states.tsx';
import { StatusPill, statusOrder, statusWords } from '../status-pill.tsx';
import { dayAndTime } from '../times.ts';
import { checkInInWords } from './board-words.ts';

interface Props {
  readonly session: string;
  readonly row: SessionRecords['records'][number];
  readonly timeZone: string;
  readonly onClose: () => void;
  readonly onCorrected: (after: SessionRecords) => void;
}

/** One person's record with everything it replaced, and the way to correct it. */
export const RecordTray = ({ session, row, timeZone, onClose, onCorrected }: Props) => {
  const [status, setStatus] = useState<Status>(row.current.status);
  const [reason, setReason] = useState('');
  const correct = useMutation({
    mutationFn: () =>
      ask(sessionRecords, 'PUT', `/sessions/${session}/records/${row.member}`, {
        status,
        reason,
        version: row.version,
      }),
    onSuccess: (after) => {
      onCorrected(after);
      setReason('');
    },
  });
  return (
    <Tray
      open
      onDismiss={onClose}
      label={`Record of ${row.name}`}
      placement="end"
      size="regular"
      shouldContainFocus
      shouldReturnFocus
    >
      <View as="div" padding="medium">
        <CloseButton placement="end" offset="small" screenReaderLabel="Close" onClick={onClose} />
        <Heading as="h2" level="h3" margin="0 large small 0">
          {row.name}
        </Heading>
        {row.checkIn !== null && row.current.evidence.kind !== 'code' && (
          <Text as="p">{checkInInWords(row.checkIn, timeZone)}.</Text>
        )}
        {[row.current, ...row.history].map((entry, index) => (
          <View
            key={entry.at + entry.status}
            as="div"
            margin="0 0 small"
            padding="small"
            background={index === 0 ? 'secondary' : 'primary'}
            borderRadius="medium"
          >
            <StatusPill status={entry.status} />
            <Text as="div">
              {evidenceInWords(entry)}, {dayAndTime(entry.at, timeZone)}
            </Text>
            {entry.reason !== null && <Text as="div">“{entry.reason}”</Text>}
            <Text as="div" size="small" color="secondary">
              {evidenceInNumbers(entry, timeZone)}
            </Text>
          </View>
        ))}
        {row.dispute !== null && (
          <Alert variant="info" hasShadow={false} margin="0 0 small">
            {row.name} said on {dayAndTime(row.dispute.at, timeZone)}: {statusWords[row.dispute.wanted].word}. “
            {row.dispute.reason}” Correcting the status answers it.
          </Alert>
        )}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            correct.mutate();
          }}
        >
          <RadioInputGroup
            name="status"
            description="Correct to"
            value={status}
            onChange={(_, value) => setStatus(statusSchema.parse(value))}
          >
            {statusOrder.map((one) => (
              <RadioInput key={one} value={one} label={statusWords[one].word} />
            ))}
          </RadioInputGroup>
          <View as="div" margin="small 0">
            <TextArea
              label="Reason"
              required
              value={reason}
              onChange={({ target }) => setReason(target.value)}
              maxHeight="8rem"
            />
          </View>
          {correct.isError && <ProblemAlert error={correct.error} />}
          <Button
            type="submit"
            color="primary"
            interaction={reason.trim() === '' || correct.isPending ? 'disabled' : 'enabled'}
          >
            Save the correction
          </Button>
        </form>
      </View>
    </Tray>
  );
};
