import { Button, Flex, Heading, Link, Text, TextArea, View } from '@instructure/ui';
import { useEffect, useRef, useState } from 'react';
import { Link as RouteLink } from 'react-router';
import type { DisputeAnswerRequest, DisputesPage } from '../../lti-server/http/api-schema/dispute.ts';
import { evidenceInWords } from '../evidence-words.ts';
import { useTouchSize } from '../shell/touch-size.ts';
import { StatusPill, statusWords } from '../status-pill.tsx';
import { dayAndTime } from '../times.ts';
import { tooLong } from '../too-long.ts';
import { checkInInWords } from './board-words.ts';

/** The answer to a student whose entry stays, in words or without. */
const LeaveForm = ({
  label,
  isSending,
  onLeave,
  onClose,
}: {
  readonly label: string;
  readonly isSending: boolean;
  readonly onLeave: (words: string | null) => void;
  readonly onClose: () => void;
}) => {
  const [words, setWords] = useState('');
  const field = useRef<HTMLTextAreaElement | null>(null);
  useEffect(() => field.current?.focus(), []);
  const excess = tooLong(words);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (excess === null) onLeave(words.trim() === '' ? null : words.trim());
      }}
    >
      <View as="div" margin="0 0 small" maxWidth="40rem">
        <TextArea
          label="Answer (optional)"
          value={words}
          onChange={({ target }) => setWords(target.value)}
          maxHeight="8rem"
          textareaRef={(area) => {
            field.current = area;
          }}
          messages={
            excess === null
              ? [{ type: 'hint', text: 'The student reads it beside the entry' }]
              : [{ type: 'newError', text: excess }]
          }
        />
      </View>
      <Flex gap="small" wrap="wrap">
        <Button type="submit" interaction={isSending || excess !== null ? 'disabled' : 'enabled'}>
          {label}
        </Button>
        <Button color="primary-inverse" onClick={onClose}>
          Cancel
        </Button>
      </Flex>
    </form>
  );
};

/** One entry that a student says is not right: what stands, what was said, and the two answers. */
export const DisputedEntry = ({
  said,
  timeZone,
  isSending,
  onAnswer,
}: {
  readonly said: DisputesPage['disputes'][number];
  readonly timeZone: string;
  readonly isSending: boolean;
  readonly onAnswer: (answer: DisputeAnswerRequest) => void;
}) => {
  const [isLeaving, setIsLeaving] = useState(false);
  const size = useTouchSize('medium');
  const { current, version, recordVersion } = said;
  const wanted = statusWords[said.wanted].word;
  const interaction = isSending ? 'disabled' : 'enabled';
  return (
    <li style={{ borderTop: '1px solid #c7cdd1', padding: '1rem 0' }}>
      <Heading as="h2" level="h3">
        {said.name}
      </Heading>
      <Text as="div" color="secondary">
        <Link as={RouteLink} to={`/app/sessions/${said.session}`}>
          {dayAndTime(said.startsAt, timeZone)}
          {said.title === '' ? '' : ` · ${said.title}`}
        </Link>
      </Text>
      <div
        style={{ display: 'flex', flexWrap: 'wrap', gap: '0.25rem 0.75rem', alignItems: 'center', margin: '0.5rem 0' }}
      >
        <StatusPill status={current.status} />
        <Text>
          {evidenceInWords(current)}, {dayAndTime(current.at, timeZone)}
          {current.reason === null ? '' : `: “${current.reason}”`}
        </Text>
      </div>
      {said.checkIn !== null && current.evidence.kind !== 'code' && (
        <Text as="div">{checkInInWords(said.checkIn, timeZone)}</Text>
      )}
      <Text as="div">
        Said {dayAndTime(said.at, timeZone)}: <b>{wanted}</b>
      </Text>
      <Text as="p" wrap="break-word">
        “{said.reason}”
      </Text>
      {isLeaving ? (
        <LeaveForm
          label={`Leave it as ${statusWords[current.status].word}`}
          isSending={isSending}
          onLeave={(words) => onAnswer({ decision: 'keep', version, words })}
          onClose={() => setIsLeaving(false)}
        />
      ) : (
        <Flex gap="small" wrap="wrap">
          <Button
            {...size}
            interaction={interaction}
            aria-label={`Change to ${wanted}, ${said.name}`}
            onClick={() => onAnswer({ decision: 'correct', version, recordVersion })}
          >
            Change to {wanted}
          </Button>
          <Button
            {...size}
            interaction={interaction}
            aria-label={`Leave it, ${said.name}`}
            onClick={() => setIsLeaving(true)}
          >
            Leave it
          </Button>
        </Flex>
      )}
    </li>
  );
};
