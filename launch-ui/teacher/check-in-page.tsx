import { Alert, Button, Heading, Link, Text, View } from '@instructure/ui';
import { Link as RouteLink, useNavigate, useParams } from 'react-router';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import { PageHead, ProblemAlert, WhenThere } from '../shell/page-states.tsx';
import { isGone, SessionGone } from '../shell/session-gone.tsx';
import { useFocusAfter } from '../shell/use-focus-after.ts';
import { dayAndTime, time } from '../times.ts';
import { checkedIn, checkedInWords } from './board-words.ts';
import { CheckInForm } from './check-in-form.tsx';
import { ShownCode } from './shown-code.tsx';
import { useBoard } from './use-board.ts';
import { type CheckInChange, useCheckInChange, useShownCode } from './use-check-in.ts';

const moreMinutes = 5;

const Closed = ({ session, board, closedAt }: { session: string; board: Board; closedAt: string | null }) => {
  const navigate = useNavigate();
  return (
    <View as="div" margin="0 0 large">
      <Alert variant="info" hasShadow={false} margin="0 0 small">
        Check-in {closedAt === null ? 'is closed' : `closed at ${time(closedAt, board.timeZone)}`}.{' '}
        {checkedInWords(board)}. Nobody is absent by that: you decide about the others.
      </Alert>
      <Button color="primary" onClick={() => void navigate(`/app/sessions/${session}`)}>
        Review and confirm
      </Button>
      <Heading as="h2" level="h3" margin="large 0 small">
        Open it again
      </Heading>
    </View>
  );
};

const Introduction = () => (
  <Text as="p">
    Students open Muster in the course, type the code that you show in the room, and are proposed as present. You
    confirm, as always.
  </Text>
);

const CheckIn = ({ session, board }: { readonly session: string; readonly board: Board }) => {
  const query = useShownCode(session);
  const change = useCheckInChange(session);
  const { target, move } = useFocusAfter<HTMLDivElement>(query.data?.open == null);
  const press = (wanted: CheckInChange) => {
    move();
    change.mutate(wanted);
  };
  return (
    <WhenThere query={query} what="the check-in" isPart>
      {({ open, closedAt }) => {
        const wasOpen = closedAt !== null || checkedIn(board).length > 0;
        return (
          <div ref={target} tabIndex={-1} style={{ outline: 'none' }}>
            {change.isError && <ProblemAlert error={change.error} />}
            {query.isError && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
            {open === null ? (
              <>
                {wasOpen ? <Closed session={session} board={board} closedAt={closedAt} /> : <Introduction />}
                <CheckInForm
                  label={wasOpen ? 'Open check-in again' : 'Open check-in'}
                  isPrimary={!wasOpen}
                  isBusy={change.isPending}
                  onOpen={(wanted) => press({ kind: 'open', wanted })}
                />
              </>
            ) : (
              <ShownCode
                open={open}
                readAt={query.dataUpdatedAt}
                timeZone={board.timeZone}
                checkedIn={checkedInWords(board)}
                isBusy={change.isPending}
                onMore={() => change.mutate({ kind: 'prolong', moreMinutes })}
                onClose={() => press({ kind: 'close' })}
              />
            )}
          </div>
        );
      }}
    </WhenThere>
  );
};

const NotOpen = ({ session }: { readonly session: string }) => (
  <Text as="p">
    This session is confirmed, so nobody can check in any more.{' '}
    <Link as={RouteLink} to={`/app/sessions/${session}`}>
      Its records
    </Link>
  </Text>
);

/** Lets students check in, and shows the room the code. */
export const CheckInPage = () => {
  const { session = '' } = useParams();
  const query = useBoard(session);
  if (isGone(query.error)) return <SessionGone back="Go to the course" />;
  return (
    <WhenThere query={query} what="the check-in">
      {(board) => {
        const { startsAt, title, state } = board.session;
        return (
          <>
            <PageHead
              title="Check-in"
              lead={`${dayAndTime(startsAt, board.timeZone)}${title === '' ? '' : ` · ${title}`}`}
            >
              {state === 'open' && (
                <Link as={RouteLink} to={`/app/sessions/${session}`} isWithinText={false}>
                  To the list of students
                </Link>
              )}
            </PageHead>
            {state === 'open' ? <CheckIn session={session} board={board} /> : <NotOpen session={session} />}
          </>
        );
      }}
    </WhenThere>
  );
};
