import { Button, Flex, Heading, Link, Text, View } from '@instructure/ui';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { Link as RouteLink } from 'react-router';
import type { Board, Verdict } from '../../lti-server/http/api-schema/board.ts';
import { count } from '../plural.ts';
import { hasKeys } from '../shell/has-keys.ts';
import { PageHead, ProblemAlert } from '../shell/page-states.tsx';
import { dayAndTime } from '../times.ts';
import { actionOf, neighbour, queueOf } from './board-keys.ts';
import { DeleteSession } from './delete-session.tsx';
import { FaceCard } from './face-card.tsx';
import { MemberList } from './member-list.tsx';
import { NewFaces } from './new-faces.tsx';
import { Photographs } from './photograph.tsx';
import { type Change, inverse, type MemberChange, requestOf } from './undo-stack.ts';
import { useBoardChange } from './use-board.ts';

const summary = (board: Board): string => {
  const number = (status: string) => board.members.filter((member) => member.status === status).length;
  const parts = (['present', 'late', 'absent', 'excused'] as const).flatMap((status) =>
    number(status) === 0 ? [] : [`${number(status)} ${status}`],
  );
  const { members } = board.open;
  return [...parts, ...(members > 0 ? [`${members} not decided`] : [])].join(' · ') || 'Nobody is on the roster yet';
};

const reason = ({ open: { faces, members, captures }, members: all }: Board): string | null => {
  if (captures > 0) return `${count(captures, 'picture')} still being compared`;
  if (faces > 0) return `${count(faces, 'face')} ${faces === 1 ? 'needs' : 'need'} a look`;
  if (members > 0) return `${count(members, 'person', 'people')} not decided`;
  return all.length === 0 ? 'Nobody is on the roster' : null;
};

/** Undo is sending what stood before; the last change comes first. */
const useReview = (session: string, latest: RefObject<Board>) => {
  const change = useBoardChange(session);
  const [undos, setUndos] = useState<readonly (readonly Change[])[]>([]);
  const { mutate } = change;
  const apply = useCallback(
    (wanted: Change) => {
      const back = inverse(latest.current, wanted);
      setUndos((stack) => [back, ...stack].slice(0, 100));
      mutate(requestOf(wanted));
    },
    [latest, mutate],
  );
  const undo = useCallback(() => {
    const [last, ...rest] = undos;
    if (last === undefined) return;
    setUndos(rest);
    for (const one of last) mutate(requestOf(one));
  }, [undos, mutate]);
  return { change, apply, undo, canUndo: undos.length > 0 };
};

/** What the many parts of the board call; the same functions in every drawing, so that only what changed is drawn anew. */
const useHandlers = (
  latest: RefObject<Board>,
  apply: (wanted: Change) => void,
  pick: (face: string | null) => void,
) => {
  const judge = useCallback(
    (face: string, verdict: Verdict) => {
      const others = queueOf(latest.current.faces).filter(({ id }) => id !== face);
      apply({ kind: 'face', face, verdict });
      pick(neighbour(others, face, 1));
    },
    [latest, apply, pick],
  );
  const skip = useCallback((face: string) => pick(neighbour(queueOf(latest.current.faces), face, 1)), [latest, pick]);
  const setStatuses = useCallback((changes: readonly MemberChange[]) => apply({ kind: 'members', changes }), [apply]);
  return { judge, skip, setStatuses };
};

/** The review board of an open session. */
export const BoardPage = ({ session, board }: { readonly session: string; readonly board: Board }) => {
  const latest = useRef(board);
  latest.current = board;
  const { change, apply, undo, canUndo } = useReview(session, latest);
  const [present, setPresent] = useState<string | null>(null);
  const [help, setHelp] = useState(false);
  const queue = queueOf(board.faces);
  const uncertain = queue.filter(({ attention }) => attention === 'uncertain');
  const fresh = queue.filter(({ attention }) => attention === 'new');
  const byPhoto = board.captures.some(({ state }) => state === 'identified');
  const stop = reason(board);
  const picked = board.faces.find(({ id }) => id === present) ?? null;

  const { judge, skip, setStatuses } = useHandlers(latest, apply, setPresent);
  const confirm = () => {
    if (stop === null)
      change.mutate({ method: 'POST', path: '/confirm', body: { reviewVersion: board.reviewVersion } });
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLElement)) return;
      if (event.key === '?') return setHelp((shown) => !shown);
      const action = actionOf(event.key, event.target);
      if (action === null) return;
      event.preventDefault();
      const current = present ?? queue[0]?.id ?? null;
      const face = board.faces.find(({ id }) => id === current);
      if (action.kind === 'move') setPresent(neighbour(queue.length > 0 ? queue : board.faces, present, action.by));
      else if (action.kind === 'undo') undo();
      else if (action.kind === 'confirm') confirm();
      else if (face !== undefined && action.kind === 'choose') {
        const candidate = face.candidates[action.candidate];
        if (candidate !== undefined) judge(face.id, { kind: 'member', member: candidate.member });
      } else if (face !== undefined && (action.kind === 'visitor' || action.kind === 'not-a-face')) {
        judge(face.id, { kind: action.kind });
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  const cards = (faces: typeof queue) =>
    faces.map((face) => (
      <FaceCard
        key={face.id}
        session={session}
        face={face}
        isPresent={face.id === present}
        onJudge={judge}
        onSkip={skip}
      />
    ));
  return (
    <div>
      <PageHead
        title={byPhoto ? 'Review' : 'Mark attendance'}
        lead={`${dayAndTime(board.session.startsAt, board.timeZone)}${board.session.title === '' ? '' : ` · ${board.session.title}`}`}
      >
        {board.facesOn && (
          <Link as={RouteLink} to={`/app/sessions/${session}/capture`} isWithinText={false}>
            {byPhoto ? 'Take another picture' : 'Photograph the room'}
          </Link>
        )}
      </PageHead>
      {change.isError && <ProblemAlert error={change.error} />}
      <div
        style={{
          display: 'grid',
          gap: '1.5rem',
          gridTemplateColumns: byPhoto ? 'repeat(auto-fit, minmax(min(100%, 24rem), 1fr))' : '1fr',
          alignItems: 'start',
        }}
      >
        {byPhoto && (
          <section aria-label="Pictures">
            <Photographs session={session} board={board} present={present} onPick={setPresent} />
          </section>
        )}
        <div>
          <div aria-live="polite">
            {uncertain.length > 0 && (
              <Heading as="h2" level="h3">
                Needs a look ({uncertain.length})
              </Heading>
            )}
          </div>
          {cards(uncertain)}
          {picked !== null && picked.attention !== 'uncertain' && (
            <>
              <Heading as="h2" level="h3">
                Picked
              </Heading>
              {cards([picked])}
            </>
          )}
          {fresh.length > 0 && <NewFaces session={session} faces={fresh} onPick={setPresent} />}
          <MemberList board={board} byPhoto={byPhoto} onChange={setStatuses} onPick={setPresent} />
          <DeleteSession session={session} />
        </div>
      </div>
      {help && (
        <View as="section" padding="small" background="secondary" margin="small 0" display="block">
          <Text as="p">
            J and K, or the arrows: next and previous face. 1, 2, 3: choose. V: visitor. X: not a face. U: undo. Enter:
            confirm. ?: hide this.
          </Text>
        </View>
      )}
      <footer
        style={{
          position: 'sticky',
          bottom: 0,
          margin: '1rem -1rem -1rem',
          background: '#fff',
          borderTop: '1px solid #c7cdd1',
          padding: '0.6rem 1rem',
          zIndex: 5,
        }}
      >
        <Flex gap="small" wrap="wrap" justifyItems="space-between" alignItems="center">
          <Flex.Item shouldShrink>
            <Text weight="bold">{summary(board)}</Text>
            {stop !== null && (
              <Text as="div" size="small" color="secondary">
                {stop}
              </Text>
            )}
          </Flex.Item>
          <Flex gap="small">
            {hasKeys() && (
              <Button onClick={() => setHelp(!help)} aria-expanded={help}>
                Keys
              </Button>
            )}
            <Button onClick={undo} interaction={canUndo ? 'enabled' : 'disabled'}>
              Undo
            </Button>
            <Button
              color="primary"
              onClick={confirm}
              interaction={stop === null && !change.isPending ? 'enabled' : 'disabled'}
            >
              Confirm
            </Button>
          </Flex>
        </Flex>
      </footer>
    </div>
  );
};
