import type { Capture } from '../../core/attendance/capture.ts';
import { asId, type CaptureId, faceId, type MemberId, type SessionId } from '../../core/ids.ts';
import type { Board, BoardMember } from '../../lti-server/http/api-schema/board.ts';
import type { SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import type { Me } from '../../lti-server/http/api-schema/me.ts';
import { followStream } from '../support/live-stream.ts';
import { type Client, clientFor, eventually, openPractice, type RunningPractice } from '../support/practice.ts';

describe('a review, over HTTP', () => {
  let practice: RunningPractice;
  let teacher: Client;
  beforeAll(async () => {
    practice = await openPractice();
    teacher = await clientFor(practice, 'teacher-1');
    // The roster comes with the course page.
    await teacher.call('GET', '/course');
  });
  afterAll(() => practice?.close());

  const open = async (): Promise<Board> => {
    const { id } = await teacher.call<SessionSummary>('POST', '/sessions', {});
    return teacher.call<Board>('GET', `/sessions/${id}`);
  };

  /** A compared picture with one face of somebody enrolled, as the engine would have left it. */
  const addCapture = async ({ session }: Board, member: string, similarity: number): Promise<string> => {
    const { services } = practice.muster;
    const { course } = await teacher.call<Me>('GET', '/me');
    const id = asId<CaptureId>(services.ids.next());
    const face = faceId(id, 0);
    const capture: Capture = {
      id,
      session: asId<SessionId>(session.id),
      state: 'identified',
      mediaKey: `captures/x/${id}.jpg`,
      takenAt: services.clock.now(),
      width: 1600,
      height: 1200,
      hash: 'a'.repeat(64),
      facesCompared: 1,
      facesFound: 1,
      faces: [
        {
          id: face,
          capture: id,
          box: { left: 0.1, top: 0.1, width: 0.1, height: 0.1 },
          heightPx: 120,
          candidates: [{ member: asId<MemberId>(member), similarity }],
        },
      ],
      engine: {
        engine: 'test',
        modelVersion: '1',
        thresholds: { match: 90, review: 70, margin: 5, scale: 'linear' },
      },
      failure: null,
      expiresAt: new Date(Date.parse(services.clock.now()) + 3_600_000).toISOString(),
      version: 1,
    };
    const enrolled = { enginePerson: 'p', enrolledAt: services.clock.now(), references: [] };
    await services.galleryIndex.put(asId(course?.id ?? ''), { member: asId(member), ...enrolled });
    await services.captures.put(asId(course?.id ?? ''), capture);
    return face;
  };
  const put = (board: Board, path: string, body: object) =>
    teacher.call<Board>('PUT', `/sessions/${board.session.id}/review${path}`, body);
  const memberOf = (board: Board, id: string | undefined): BoardMember | undefined =>
    board.members.find((member) => member.id === id);

  it('marks the rest, but nobody who may be in the pictures', async () => {
    const board = await open();
    const [ada, ben] = board.members;
    const face = await addCapture(board, ben?.id ?? '', 80);
    const after = await put(board, '/rest', { status: 'absent' });
    expect(memberOf(after, ada?.id)).toMatchObject({ status: 'absent', source: 'hand' });
    expect(memberOf(after, ben?.id)).toMatchObject({ status: null, maybe: face });
    expect(after.open).toEqual({ faces: 1, members: 1, captures: 0 });
  });

  it('takes the absence back from whom the teacher then points out in a picture, and keeps the remark', async () => {
    const board = await open();
    const ben = board.members[1]?.id ?? '';
    await put(board, '/members', { changes: [{ member: ben, status: 'absent', remark: 'often late' }] });
    const face = await addCapture(board, ben, 80);
    const asked = await teacher.call<Board>('GET', `/sessions/${board.session.id}`);
    expect(asked.faces[0]?.attention).toBe('uncertain');
    const after = await put(board, `/faces/${face}`, { verdict: { kind: 'member', member: ben } });
    expect(memberOf(after, ben)).toMatchObject({ status: 'present', source: 'photo', remark: 'often late' });
  });

  it('keeps a remark without a status', async () => {
    const board = await open();
    const ben = board.members[1]?.id ?? '';
    const after = await put(board, '/members', { changes: [{ member: ben, status: null, remark: 'is ill' }] });
    expect(memberOf(after, ben)).toMatchObject({ status: null, source: null, remark: 'is ill' });
    const bare = await put(board, '/members', { changes: [{ member: ben, status: null, remark: null }] });
    expect(memberOf(bare, ben)?.remark).toBeNull();
  });

  it('never writes over a colleague’s choice when the rest is marked or a mark is taken back', async () => {
    const board = await open();
    const [ada, ben] = board.members.map(({ id }) => id);
    const assistant = await clientFor(practice, 'ta-1');
    await assistant.call('PUT', `/sessions/${board.session.id}/review/members`, {
      changes: [{ member: ada, status: 'late' }],
    });
    const marked = await put(board, '/rest', { status: 'absent' });
    expect(memberOf(marked, ada)).toMatchObject({ status: 'late' });
    expect(memberOf(marked, ben)).toMatchObject({ status: 'absent' });
    const undone = await put(board, '/members', {
      changes: [ada, ben].map((member) => ({ member, status: null, before: 'absent' })),
    });
    expect(memberOf(undone, ada)).toMatchObject({ status: 'late' });
    expect(memberOf(undone, ben)).toMatchObject({ status: null });
  });

  it('tells the other board of every change', async () => {
    const board = await open();
    const line = await followStream(practice, teacher, board.session.id);
    await put(board, '/rest', { status: 'present' });
    await put(board, '/members', { changes: [{ member: board.members[0]?.id, status: 'late' }] });
    const face = await addCapture(board, board.members[1]?.id ?? '', 80);
    await put(board, `/faces/${face}`, { verdict: { kind: 'visitor' } });
    const heard = await eventually(
      async () => line.heard,
      ({ length }) => length === 3,
    );
    await line.close();
    expect(heard).toEqual([1, 2, 3].map((version) => ({ kind: 'review', session: board.session.id, version })));
  });

  it('refuses a confirmation of a board that a colleague has changed', async () => {
    const board = await open();
    const marked = await put(board, '/rest', { status: 'present' });
    await put(board, '/members', { changes: [{ member: board.members[0]?.id, status: 'late' }] });
    const refused = await teacher.raw('POST', `/sessions/${board.session.id}/confirm`, {
      reviewVersion: marked.reviewVersion,
    });
    expect(await refused.json()).toMatchObject({ code: 'RECORD_CHANGED' });
  });

  it('says when the first picture is deleted', async () => {
    const board = await open();
    expect(board.picturesUntil).toBeNull();
    await addCapture(board, board.members[0]?.id ?? '', 99);
    const { picturesUntil } = await teacher.call<Board>('GET', `/sessions/${board.session.id}`);
    expect(picturesUntil).toMatch(/^\d{4}-.*Z$/);
  });
});
