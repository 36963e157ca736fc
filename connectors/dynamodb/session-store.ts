import type { Capture } from '../../core/attendance/capture.ts';
import type { Review } from '../../core/attendance/review.ts';
import type { Session } from '../../core/attendance/session.ts';
import type { CaptureStore, ReviewStore, SessionStore } from '../../core/ports/session-store.ts';
import type { Table } from '../table.ts';
import { dataOf, getData, putVersion, ttl } from './items.ts';
import { key, partition, prefix } from './keys.ts';

export const sessionStore = (table: Table): SessionStore => ({
  find: (course, session) => getData<Session>(table, key.session(course, session)),
  async list(course) {
    const items = await table.query(partition.course(course), { prefix: prefix.session, newestFirst: true });
    return items.map((item) => dataOf<Session>(item));
  },
  put: (session) => putVersion(table, key.session(session.course, session.id), session),
  async remove(course, session) {
    const { pk, sk } = key.session(course, session);
    await table.remove(pk, sk);
  },
});

export const captureStore = (table: Table): CaptureStore => ({
  find: (course, session, capture) => getData<Capture>(table, key.capture(course, session, capture)),
  async list(course, session, now) {
    const items = await table.query(partition.session(course, session), { prefix: prefix.capture });
    return items.map((item) => dataOf<Capture>(item)).filter(({ expiresAt }) => expiresAt > now);
  },
  put: (course, capture) =>
    putVersion(table, key.capture(course, capture.session, capture.id), capture, { expiresAt: ttl(capture.expiresAt) }),
  async remove(course, session, capture) {
    const { pk, sk } = key.capture(course, session, capture);
    await table.remove(pk, sk);
  },
});

export const reviewStore = (table: Table): ReviewStore => ({
  async read(course, session) {
    const stored = await getData<Review>(table, key.review(course, session));
    return stored ?? { session, verdicts: {}, statuses: {}, version: 0 };
  },
  put: (course, review) => putVersion(table, key.review(course, review.session), review),
  async remove(course, session) {
    const { pk, sk } = key.review(course, session);
    await table.remove(pk, sk);
  },
});
