import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import { type Client, eventually } from './practice.ts';

/** A session in which everybody was present, confirmed. The roster must have been read. */
export const confirmByHand = async (
  teacher: Client,
  title: string,
  startsAt = '2026-11-20T10:00:00.000Z',
): Promise<string> => {
  const { id } = await teacher.call<SessionSummary>('POST', '/sessions', { startsAt, title });
  const { reviewVersion } = await teacher.call<Board>('PUT', `/sessions/${id}/review/rest`, { status: 'present' });
  await teacher.call('POST', `/sessions/${id}/confirm`, { reviewVersion });
  await eventually(
    () => teacher.call<Board>('GET', `/sessions/${id}`),
    ({ session }) => session.state === 'confirmed',
  );
  return id;
};
