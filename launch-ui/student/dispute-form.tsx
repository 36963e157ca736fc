import { Button, Flex, RadioInput, RadioInputGroup, TextArea, View } from '@instructure/ui';
import { useState } from 'react';
import { type WantedStatus, wantedStatus } from '../../lti-server/http/api-schema/dispute.ts';
import type { MySessionRecord } from '../../lti-server/http/api-schema/student.ts';
import { ProblemAlert } from '../shell/page-states.tsx';
import { statusWords } from '../status-pill.tsx';
import { tooLong } from '../too-long.ts';

/** What it should be, and why. */
export const DisputeForm = ({
  session: { id, current, dispute },
  error,
  isSending,
  onSend,
  onClose,
}: {
  readonly session: MySessionRecord;
  readonly error: unknown;
  readonly isSending: boolean;
  readonly onSend: (said: { readonly wanted: WantedStatus; readonly reason: string }) => void;
  readonly onClose: () => void;
}) => {
  const before = dispute?.state === 'open' ? dispute : null;
  const [wanted, setWanted] = useState<WantedStatus | null>(before?.wanted ?? null);
  const [reason, setReason] = useState(before?.reason ?? '');
  const [isAsked, setIsAsked] = useState(false);
  const why = reason.trim();
  const excess = tooLong(reason);
  const offered = wantedStatus.options.filter((status) => status !== current.status);
  const missing = (text: string) => [{ type: 'newError' as const, text }];
  const whyMessages = () => {
    if (isAsked && why === '') return missing('Say why, in a few words');
    if (excess !== null) return missing(excess);
    return [{ type: 'hint' as const, text: 'Your teachers of this course read it' }];
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setIsAsked(true);
        if (wanted !== null && why !== '' && excess === null && !isSending) onSend({ wanted, reason: why });
      }}
    >
      <View as="div" margin="small 0">
        <RadioInputGroup
          name={`wanted-${id}`}
          description="It should be"
          value={wanted ?? undefined}
          onChange={(_, value) => setWanted(wantedStatus.parse(value))}
          messages={isAsked && wanted === null ? missing('Choose what it should be') : []}
        >
          {offered.map((status) => (
            <RadioInput key={status} value={status} label={statusWords[status].word} />
          ))}
        </RadioInputGroup>
      </View>
      <View as="div" margin="small 0">
        <TextArea
          label="Why"
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          maxHeight="10rem"
          messages={whyMessages()}
        />
      </View>
      {error !== null && <ProblemAlert error={error} />}
      <Flex gap="small" wrap="wrap">
        <Button type="submit" interaction={isSending ? 'disabled' : 'enabled'}>
          Send to my teacher
        </Button>
        <Button color="primary-inverse" onClick={onClose}>
          Cancel
        </Button>
      </Flex>
    </form>
  );
};
