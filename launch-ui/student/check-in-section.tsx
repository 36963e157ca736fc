import { Alert, Button, Flex, Heading, Text, TextInput, View } from '@instructure/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type CheckInView, type MyCheckIns, myCheckIns } from '../../lti-server/http/api-schema/check-in.ts';
import { ApiProblem, ask } from '../api/client.ts';
import { useMe } from '../api/use-me.ts';
import { textOf } from '../problem-text.ts';
import { ProblemAlert } from '../shell/page-states.tsx';
import { unseen } from '../shell/unseen.ts';
import { useFocusAfter } from '../shell/use-focus-after.ts';
import { time } from '../times.ts';
import { sessionName } from './session-line.tsx';
import { typedCode } from './typed-code.ts';

type Mine = MyCheckIns['sessions'][number];

const queryKey = ['my-check-ins'];
/** Whoever sits in class with the page open sees the field come without pressing anything. A campus behind one address has a limit. */
const againMs = 30_000;

export const useMyCheckIns = () =>
  useQuery({ queryKey, queryFn: () => ask(myCheckIns, 'GET', '/my/check-ins'), refetchInterval: againMs });

export const checkInInWords = ({ at, status }: CheckInView, timeZone: string): string =>
  `You checked in at ${time(at, timeZone)}${status === 'late' ? ', late' : ''}. It counts when your teacher confirms it.`;

/** About the code itself: said at its field. Of anything else there is more to say. */
const isAboutCode = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && error.code === 'CHECK_IN_CODE_WRONG';

interface FormProps {
  readonly session: string;
  readonly closes: string;
  readonly onSaid: () => void;
}

const CodeForm = ({ session, closes, onSaid }: FormProps) => {
  const cache = useQueryClient();
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement | null>(null);
  const say = useMutation({
    mutationFn: () => ask(myCheckIns, 'POST', `/my/sessions/${session}/check-in`, { code }),
    onSuccess: (after) => {
      onSaid();
      cache.setQueryData(queryKey, after);
    },
    onError: (error) => {
      if (isAboutCode(error)) setCode('');
      else if (error instanceof ApiProblem && error.status >= 400 && error.status < 500) onSaid();
      field.current?.focus();
      void cache.invalidateQueries({ queryKey });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (code.length === 6 && !say.isPending) say.mutate();
      }}
    >
      {say.isError && !isAboutCode(say.error) && <ProblemAlert error={say.error} />}
      <Flex gap="small" wrap="wrap" alignItems="start">
        <TextInput
          renderLabel="Code shown in class"
          value={code}
          onChange={(_, value) => setCode(typedCode(value))}
          inputRef={(element) => {
            field.current = element;
          }}
          inputMode="numeric"
          autoComplete="off"
          width="14rem"
          messages={[
            isAboutCode(say.error)
              ? { type: 'newError', text: textOf(say.error.code) }
              : { type: 'hint', text: `Six digits, until ${closes}` },
          ]}
        />
        {/* Beside the field, below the height of its label. */}
        <div style={{ marginTop: '1.9rem' }}>
          <Button
            type="submit"
            color="primary"
            interaction={code.length === 6 && !say.isPending ? 'enabled' : 'disabled'}
          >
            Check in
          </Button>
        </div>
      </Flex>
    </form>
  );
};

/** `isOver`: it was asked for on this page, and is no more. */
const One = ({
  mine,
  isOver,
  timeZone,
}: {
  readonly mine: Mine;
  readonly isOver: boolean;
  readonly timeZone: string;
}) => {
  const { closesAt, checkIn } = mine;
  const { target, move } = useFocusAfter<HTMLDivElement>(checkIn !== null || isOver);
  return (
    <View as="section" display="block" margin="0 0 medium" aria-label={`Check in, ${sessionName(mine, timeZone)}`}>
      <Heading as="h2" level="h3" margin="0 0 small">
        Check in: {sessionName(mine, timeZone)}
      </Heading>
      <div ref={target} tabIndex={-1} style={{ outline: 'none' }}>
        {checkIn !== null && (
          <Alert variant="success" hasShadow={false} margin="0">
            {checkInInWords(checkIn, timeZone)}
          </Alert>
        )}
        {checkIn === null && isOver && (
          <Text as="p">Check-in has closed. If you were in class and could not check in, tell your teacher.</Text>
        )}
      </div>
      {checkIn === null && !isOver && closesAt !== null && (
        <CodeForm session={mine.id} closes={time(closesAt, timeZone)} onSaid={move} />
      )}
    </View>
  );
};

/** Sessions stay on the page that once asked for their code: a form that goes away while somebody types must say why. */
const useEverAsked = (sessions: readonly Mine[]): readonly { readonly mine: Mine; readonly isOver: boolean }[] => {
  const asked = useRef(new Map<string, Mine>());
  for (const mine of sessions) asked.current.set(mine.id, mine);
  const here = new Set(sessions.map(({ id }) => id));
  return [...asked.current.values()].map((mine) => ({ mine, isOver: !here.has(mine.id) }));
};

const CheckIns = ({ sessions, timeZone }: MyCheckIns) => {
  const shown = useEverAsked(sessions);
  const asking = shown.some(({ mine, isOver }) => mine.closesAt !== null && !isOver);
  return (
    <>
      <div role="status" style={unseen}>
        {asking ? 'Your teacher lets you check in: type the code that is shown in class.' : ''}
      </div>
      {shown.map(({ mine, isOver }) => (
        <One key={mine.id} mine={mine} isOver={isOver} timeZone={timeZone} />
      ))}
    </>
  );
};

/** Where a student can check in now, or has and it is not confirmed yet; nothing at other times, nor for the test student. */
export const CheckInSection = ({ session }: { readonly session?: string }) => {
  const { data, isError, error } = useMyCheckIns();
  const isTestUser = useMe().data?.testUser ?? false;
  if (isTestUser) return null;
  if (data === undefined) return isError ? <ProblemAlert error={error} /> : null;
  const sessions = data.sessions.filter(({ id }) => session === undefined || id === session);
  return <CheckIns sessions={sessions} timeZone={data.timeZone} />;
};
