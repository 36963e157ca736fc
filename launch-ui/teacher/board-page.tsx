import { Alert, Flex, Heading, Link, Text } from '@instructure/ui';
import { replaceEqualDeep } from '@tanstack/react-query';
import { type CSSProperties, memo, useMemo, useRef, useState } from 'react';
import { Link as RouteLink } from 'react-router';
import type { Board, BoardFace, BoardMember, Verdict } from '../../lti-server/http/api-schema/board.ts';
import type { Status } from '../../lti-server/http/api-schema/status.ts';
import { useOwnScroll } from '../shell/frame-height.ts';
import { PageHead, ProblemAlert } from '../shell/page-states.tsx';
import { useWide } from '../shell/use-narrow.ts';
import { useSteady } from '../shell/use-steady.ts';
import { dayAndTime, time } from '../times.ts';
import { BoardFooter } from './board-footer.tsx';
import { type KeyAction, neighbour, queueOf } from './board-keys.ts';
import { checkedIn, checkedInWords, pausedInWords, reason, summary } from './board-words.ts';
import { DeleteSession } from './delete-session.tsx';
import { FaceCard } from './face-card.tsx';
import { MemberList } from './member-list.tsx';
import { NewFaces } from './new-faces.tsx';
import { type Asked, Photographs } from './photograph.tsx';
import type { Person } from './somebody-else.tsx';
import type { MemberChange } from './undo-stack.ts';
import { useNews } from './use-board.ts';
import { useBoardKeys } from './use-board-keys.ts';
import { useReview } from './use-review.ts';

/** Beside the list the photographs stay in view while it scrolls. */
const besideList: CSSProperties = {
  position: 'sticky',
  top: '0.5rem',
  maxHeight: 'calc(100vh - 6rem)',
  overflowY: 'auto',
};

const columns = (byPhoto: boolean, wide: boolean): CSSProperties => ({
  display: 'grid',
  gap: '1.5rem',
  gridTemplateColumns: byPhoto && wide ? 'minmax(0, 1fr) minmax(0, 1fr)' : 'minmax(0, 1fr)',
  alignItems: 'start',
});

type HeadProps = Pick<Board, 'session' | 'timeZone' | 'facesOn'> & {
  readonly byPhoto: boolean;
  readonly isCheckInOpen: boolean;
};

const BoardHead = memo(({ session: { id, startsAt, title }, timeZone, facesOn, byPhoto, isCheckInOpen }: HeadProps) => (
  <PageHead
    title={byPhoto ? 'Review' : 'Mark attendance'}
    lead={`${dayAndTime(startsAt, timeZone)}${title === '' ? '' : ` · ${title}`}`}
  >
    <Flex gap="medium" wrap="wrap">
      {facesOn && (
        <Link as={RouteLink} to={`/app/sessions/${id}/capture`} isWithinText={false}>
          {byPhoto ? 'Take another picture' : 'Photograph the room'}
        </Link>
      )}
      <Link as={RouteLink} to={`/app/sessions/${id}/check-in`} isWithinText={false}>
        {isCheckInOpen ? 'Show the check-in code' : 'Let students check in'}
      </Link>
    </Flex>
  </PageHead>
));

/** Names alone: a list that stays the same while statuses change, so that what only shows names need not be drawn anew. */
const usePeople = (members: readonly BoardMember[]): readonly Person[] => {
  const before = useRef<readonly Person[]>([]);
  before.current = replaceEqualDeep(
    before.current,
    members.map(({ id, name }) => ({ id, name })),
  );
  return before.current;
};

/** What is confirmed is what is before the teacher: somebody may check in at that moment. */
const shownOf = (board: Board) => ({ reviewVersion: board.reviewVersion, checkedIn: checkedIn(board).length });

/** The review board of an open session. */
export const BoardPage = ({ session, board }: { readonly session: string; readonly board: Board }) => {
  const { change, apply, undo, canUndo } = useReview(session, board);
  const { news, seen } = useNews(board, change.data, change.isPending);
  const [present, setPresent] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  /** Faces whose verdict is on its way or there: quick keys must not come back to them while the board is still the old one. */
  const [judged, setJudged] = useState<ReadonlySet<string>>(new Set());
  const [help, setHelp] = useState(false);
  const wide = useWide();
  const people = usePeople(board.members);
  const names = useMemo(() => new Map(people.map(({ id, name }) => [id, name])), [people]);
  useOwnScroll();
  const queue = queueOf(board.faces);
  const uncertain = queue.filter(({ attention }) => attention === 'uncertain');
  const fresh = queue.filter(({ attention }) => attention === 'new');
  const byPhoto = board.captures.some(({ state }) => state === 'identified');
  const stop = reason(board);
  const paused = pausedInWords(board);
  const picked = board.faces.find(({ id }) => id === present) ?? null;
  const current = picked ?? uncertain.find(({ id }) => !judged.has(id)) ?? null;

  const judge = useSteady((face: string, verdict: Verdict | null) => {
    void apply({ kind: 'face', face, verdict });
    setJudged((before) => new Set([...before, face]));
    // From one that needs a look to the next such: a key too many must not judge a new face.
    const those = uncertain.some(({ id }) => id === face) ? uncertain : queue;
    const left = those.filter(({ id }) => id === face || !judged.has(id));
    const next = left.some(({ id }) => id === face) ? neighbour(left, face, 1) : null;
    setPresent(next === face ? null : next);
  });
  const skip = useSteady(({ id, attention }: BoardFace) =>
    setPresent(attention === null ? null : neighbour(queue, id, 1)),
  );
  const setStatuses = useSteady((changes: readonly MemberChange[]) => void apply({ kind: 'members', changes }));
  const show = useSteady((face: string) => setAsked((before) => ({ face, times: (before?.times ?? 0) + 1 })));
  const markRest = useSteady((status: Status) => void apply({ kind: 'rest', status }));
  const takeBack = useSteady(() => {
    setJudged(new Set());
    undo();
  });
  const toggleHelp = useSteady(() => setHelp(!help));
  const confirm = useSteady(() => {
    if (stop === null && !change.isPending) change.mutate({ method: 'POST', path: '/confirm', body: shownOf(board) });
  });
  useBoardKeys((action: KeyAction) => {
    switch (action.kind) {
      case 'help':
        return toggleHelp();
      case 'move':
        return setPresent(neighbour(queue.length > 0 ? queue : board.faces, present, action.by));
      case 'undo':
        return takeBack();
      case 'confirm':
        return confirm();
      case 'choose': {
        const candidate = current?.candidates[action.candidate];
        return current !== null && candidate !== undefined
          ? judge(current.id, { kind: 'member', member: candidate.member })
          : undefined;
      }
      case 'visitor':
      case 'not-a-face':
        return current === null ? undefined : judge(current.id, { kind: action.kind });
    }
  });

  const card = (face: BoardFace) => (
    <FaceCard
      key={face.id}
      session={session}
      face={face}
      people={people}
      isPresent={face.id === current?.id}
      isPicked={face.id === present}
      onJudge={judge}
      onSkip={skip}
    />
  );
  return (
    <div>
      <BoardHead
        session={board.session}
        timeZone={board.timeZone}
        facesOn={board.facesOn}
        byPhoto={byPhoto}
        isCheckInOpen={board.checkInClosesAt !== null}
      />
      {change.isError && <ProblemAlert error={change.error} />}
      {board.checkInClosesAt !== null && (
        <Text as="p">
          Students can check in until {time(board.checkInClosesAt, board.timeZone)}. {checkedInWords(board)}.
        </Text>
      )}
      <div aria-live="polite">
        {paused !== null && (
          <Alert variant="warning" hasShadow={false} margin="0 0 small">
            {paused}
          </Alert>
        )}
        {news !== null && (
          <Alert variant="info" hasShadow={false} margin="0 0 small" renderCloseButtonLabel="Seen" onDismiss={seen}>
            Somebody else has just changed this: {news}.
          </Alert>
        )}
      </div>
      <div style={columns(byPhoto, wide)}>
        {byPhoto && (
          <section aria-label="Pictures" style={wide ? besideList : {}}>
            <Photographs
              session={session}
              captures={board.captures}
              faces={board.faces}
              names={names}
              present={current?.id ?? null}
              asked={asked}
              onPick={setPresent}
            />
            {board.picturesUntil !== null && (
              <Text as="p" size="small" color="secondary">
                Pictures are deleted at {time(board.picturesUntil, board.timeZone)} if you do not confirm.
              </Text>
            )}
          </section>
        )}
        <div>
          <div aria-live="polite">
            {uncertain.length > 0 && (
              <Heading as="h2" level="h3" margin="0 0 x-small">
                Needs a look ({uncertain.length})
              </Heading>
            )}
          </div>
          {uncertain.map(card)}
          {picked !== null && picked.attention !== 'uncertain' && (
            <>
              <Heading as="h2" level="h3" margin="0 0 x-small">
                Picked
              </Heading>
              {card(picked)}
            </>
          )}
          {fresh.length > 0 && <NewFaces session={session} faces={fresh} onPick={setPresent} />}
          <MemberList
            board={board}
            byPhoto={byPhoto}
            onChange={setStatuses}
            onMarkRest={markRest}
            onShow={show}
            onPick={setPresent}
          />
          <DeleteSession session={session} />
        </div>
      </div>
      <BoardFooter
        summary={summary(board)}
        stop={stop}
        isBusy={change.isPending}
        canUndo={canUndo}
        help={help}
        onHelp={toggleHelp}
        onUndo={takeBack}
        onConfirm={confirm}
      />
    </div>
  );
};
