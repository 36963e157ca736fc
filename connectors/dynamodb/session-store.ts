import type { Capture } from '../../core/attendance/capture.ts';
import type { Review } from '../../core/attendance/review.ts';
import type { Session } from '../../core/attendance/session.ts';
import type { CaptureStore, ReviewStore, SessionStore } from '../../core/ports/session-store.ts';
import type { Table } from '../table.ts';
import { getData, listData, putVersion, removeItem, ttl } from './items.ts';
import { key, partition, prefix } from './keys.ts';

export const sessionStore = (table: Table): SessionStore => ({
  find: (course, session) => getData<Session>(table, key.session(course, session)),
  list: (course) => listData<Session>(table, partition.course(course), { prefix: prefix.session, newestFirst: true }),
  put: (session) => putVersion(table, key.session(session.course, session.id), session),
  remove: (course, session) => removeItem(table, key.session(course, session)),
});

export const captureStore = (table: Table): CaptureStore => ({
  find: (course, session, capture) => getData<Capture>(table, key.capture(course, session, capture)),
  async list(course, session, now) {
    return (await listData<Capture>(table, partition.session(course, session), { prefix: prefix.capture })).filter(
      ({ expiresAt }) => expiresAt > now,
    );
  },
  put: (course, capture) =>
    putVersion(table, key.capture(course, capture.session, capture.id), capture, { expiresAt: ttl(capture.expiresAt) }),
  remove: (course, session, capture) => removeItem(table, key.capture(course, session, capture)),
});

export const reviewStore = (table: Table): ReviewStore => ({
  async read(course, session) {
    const stored = await getData<Review>(table, key.review(course, session));
    return stored ?? { session, verdicts: {}, statuses: {}, version: 0 };
  },
  put: (course, review) => putVersion(table, key.review(course, review.session), review),
  remove: (course, session) => removeItem(table, key.review(course, session)),
});
