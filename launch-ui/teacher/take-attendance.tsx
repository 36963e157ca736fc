import { Button, Flex, Link, Text, TextInput, View } from '@instructure/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import {
  type CoursePage,
  type OpenSessionRequest,
  type SessionSummary,
  sessionSummary,
} from '../../lti-server/http/api-schema/course.ts';
import { ask } from '../api/client.ts';
import { ProblemAlert } from '../shell/page-states.tsx';
import { momentIn, time } from '../times.ts';

const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * One press, one session: a second click, or a second try after a lost answer, sends the same key for the same wish. Only
 * an answer ends it.
 */
const useOpenSession = () => {
  const cache = useQueryClient();
  const press = useRef<{ readonly wish: string; readonly key: string } | null>(null);
  return useMutation({
    mutationFn: (wanted: OpenSessionRequest) => {
      const wish = JSON.stringify(wanted);
      if (press.current?.wish !== wish) press.current = { wish, key: newKey() };
      return ask(sessionSummary, 'POST', '/sessions', { ...wanted, key: press.current.key });
    },
    onSuccess: () => {
      press.current = null;
      void cache.invalidateQueries({ queryKey: ['course'] });
    },
  });
};

const OtherTime = ({
  timeZone,
  onOpen,
}: {
  readonly timeZone: string;
  readonly onOpen: (startsAt: string, title: string) => void;
}) => {
  const [local, setLocal] = useState('');
  const [title, setTitle] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (local !== '') onOpen(momentIn(local, timeZone), title);
      }}
    >
      <Flex gap="small" wrap="wrap" alignItems="end" margin="small 0 0">
        <label>
          <Text weight="bold">Date and time ({timeZone})</Text>
          <br />
          <input
            type="datetime-local"
            required
            value={local}
            onChange={({ target }) => setLocal(target.value)}
            style={{ font: 'inherit', padding: '0.45rem' }}
          />
        </label>
        <TextInput renderLabel="Name (optional)" value={title} onChange={(_, value) => setTitle(value)} width="14rem" />
        <Button type="submit">Open this session</Button>
      </Flex>
    </form>
  );
};

const presentInWords = ({ startsAt, title }: SessionSummary, timeZone: string): string => {
  const begun = Date.parse(startsAt) <= Date.now();
  const when = time(startsAt, timeZone);
  return `${begun ? `Continue ${when}` : `Take attendance at ${when}`}${title === '' ? '' : ` · ${title}`}`;
};

/** The one thing a teacher comes for: the session that is on or next, else a new one. */
export const TakeAttendance = ({ page, byPhoto }: { readonly page: CoursePage; readonly byPhoto: boolean }) => {
  const navigate = useNavigate();
  const [other, setOther] = useState(false);
  const open = useOpenSession();
  const begin = (wanted: OpenSessionRequest, way = byPhoto ? '/capture' : '') =>
    open.mutate(wanted, { onSuccess: ({ id }) => void navigate(`/app/sessions/${id}${way}`) });
  const present = page.sessions.find(({ id }) => id === page.present);
  const interaction = open.isPending ? 'disabled' : 'enabled';
  const letCheckIn = () => {
    if (present === undefined) begin({}, '/check-in');
    else void navigate(`/app/sessions/${present.id}/check-in`);
  };
  return (
    <View as="section" aria-label="Take attendance" display="block" margin="0 0 medium">
      <Flex gap="small" wrap="wrap" alignItems="center">
        {present === undefined ? (
          <Button color="primary" onClick={() => begin({})} interaction={interaction}>
            {byPhoto ? 'Take attendance now' : 'Mark attendance by hand'}
          </Button>
        ) : (
          <>
            <Button color="primary" onClick={() => void navigate(`/app/sessions/${present.id}`)}>
              {presentInWords(present, page.timeZone)}
            </Button>
            <Link as="button" isWithinText={false} onClick={() => begin({})} interaction={interaction}>
              Start another
            </Link>
          </>
        )}
        <Button onClick={letCheckIn} interaction={interaction}>
          {present === undefined
            ? 'Let students check in'
            : `Let students check in at ${time(present.startsAt, page.timeZone)}`}
        </Button>
        <Button onClick={() => setOther(!other)} aria-expanded={other}>
          Another time
        </Button>
      </Flex>
      {other && <OtherTime timeZone={page.timeZone} onOpen={(startsAt, title) => begin({ startsAt, title })} />}
      {open.isError && <ProblemAlert error={open.error} />}
    </View>
  );
};
