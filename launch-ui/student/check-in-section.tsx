import { Alert, Button, Flex, Heading, TextInput, View } from '@instructure/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type CheckInView, type MyCheckIns, myCheckIns } from '../../lti-server/http/api-schema/check-in.ts';
import { ApiProblem, ask } from '../api/client.ts';
import { textOf } from '../problem-text.ts';
import { ProblemAlert } from '../shell/page-states.tsx';
import { time } from '../times.ts';
import { sessionName } from './session-line.tsx';

const queryKey = ['my-check-ins'];
/** Whoever sits in class with the page open sees the field come without pressing anything. A campus behind one address has a limit. */
const againMs = 30_000;

export const useMyCheckIns = () =>
  useQuery({ queryKey, queryFn: () => ask(myCheckIns, 'GET', '/my/check-ins'), refetchInterval: againMs });

export const checkInInWords = ({ at, status }: CheckInView, timeZone: string): string =>
  `You checked in at ${time(at, timeZone)}${status === 'late' ? ', late' : ''}. It counts when your teacher confirms it.`;

const digits = (typed: string) => typed.replace(/\D/g, '').slice(0, 6);

/** About the code itself: said at its field. Of anything else there is more to say. */
const isAboutCode = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && error.code === 'CHECK_IN_CODE_WRONG';

const CodeForm = ({ session, closes }: { readonly session: string; readonly closes: string }) => {
  const cache = useQueryClient();
  const [code, setCode] = useState('');
  const say = useMutation({
    mutationFn: () => ask(myCheckIns, 'POST', `/my/sessions/${session}/check-in`, { code }),
    onSuccess: (after) => cache.setQueryData(queryKey, after),
    onError: () => {
      setCode('');
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
      <Flex gap="small" wrap="wrap" alignItems="end">
        <TextInput
          renderLabel="Code shown in class"
          value={code}
          onChange={(_, value) => setCode(digits(value))}
          inputMode="numeric"
          autoComplete="one-time-code"
          width="12rem"
          messages={[
            isAboutCode(say.error)
              ? { type: 'newError', text: textOf(say.error.code) }
              : { type: 'hint', text: `Six digits, until ${closes}` },
          ]}
        />
        <div style={{ marginBottom: '1.6rem' }}>
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

const One = ({ mine, timeZone }: { readonly mine: MyCheckIns['sessions'][number]; readonly timeZone: string }) => (
  <View as="section" display="block" margin="0 0 medium" aria-label={`Check in, ${sessionName(mine, timeZone)}`}>
    <Heading as="h2" level="h3" margin="0 0 small">
      Check in: {sessionName(mine, timeZone)}
    </Heading>
    {mine.checkIn === null ? (
      mine.closesAt !== null && <CodeForm session={mine.id} closes={time(mine.closesAt, timeZone)} />
    ) : (
      <Alert variant="success" hasShadow={false} margin="0">
        {checkInInWords(mine.checkIn, timeZone)}
      </Alert>
    )}
  </View>
);

/** Where a student can check in now, or has and it is not confirmed yet; nothing at other times. */
export const CheckInSection = ({ session }: { readonly session?: string }) => {
  const { data, isError, error } = useMyCheckIns();
  if (data === undefined) return isError ? <ProblemAlert error={error} /> : null;
  return (
    <div aria-live="polite">
      {data.sessions
        .filter(({ id }) => session === undefined || id === session)
        .map((mine) => (
          <One key={mine.id} mine={mine} timeZone={data.timeZone} />
        ))}
    </div>
  );
};
