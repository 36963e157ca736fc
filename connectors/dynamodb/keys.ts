import { createHash } from 'node:crypto';
import type { SessionUsage } from '../../core/attendance/usage.ts';
import type { CaptureId, CourseId, MemberId, RegistrationId, SessionId, UploadTicketId } from '../../core/ids.ts';
import type { Key } from './items.ts';

/** All keys of the table in one place: docs/decisions/0001-access-patterns.md. */
const course = (id: CourseId) => `COURSE#${id}`;
const session = (id: CourseId, meeting: SessionId) => `COURSE#${id}#SESSION#${meeting}`;
const person = (id: MemberId) => `PERSON#${id}`;

/** Also the name of the shard's queue in the index `due`. */
const work = (shard: number) => `WORK#${shard}`;

const usage = (id: RegistrationId, month: string) => `USAGE#${id}#${month}`;
const appSession = (hash: string) => `APPSESSION#${hash}`;
const registration = (id: RegistrationId) => `REGISTRATION#${id}`;
const coursesOf = (id: RegistrationId) => `COURSESOF#${id}`;
const topic = (name: string) => `TOPIC#${name}`;

const ltijs = (collection: string) => `LTI#${collection}`;

export const partition = {
  course,
  session,
  work,
  ltijs,
  usage,
  appSession,
  topic,
  registration,
  coursesOf,
  registrations: 'REGISTRATIONS',
  registrationDrafts: 'REGISTRATIONDRAFTS',
  invitations: 'INVITATIONS',
  adminSessions: 'ADMINSESSIONS',
  /** `month`: yyyy-mm. */
  erasures: (month: string) => `ERASURES#${month}`,
} as const;

export const prefix = {
  member: 'MEMBER#',
  session: 'SESSION#',
  capture: 'CAPTURE#',
  /** Of periods in a course, of students' check-ins in a session. */
  checkIn: 'CHECKIN#',
  record: 'RECORD#',
  digest: 'DIGEST#',
  digestOf: (meeting: SessionId) => `DIGEST#${meeting}#`,
  dispute: 'DISPUTE#',
  disputeOf: (meeting: SessionId) => `DISPUTE#${meeting}#`,
  place: 'PLACE#',
  score: 'SCORE#',
  column: 'COLUMN#',
  health: 'HEALTH#',
  viewer: 'VIEWER#',
  reportKey: 'REPORTKEY#',
} as const;

export const key = {
  registration: (id: RegistrationId): Key => ({ pk: registration(id), sk: 'REGISTRATION' }),
  health: (id: RegistrationId, kind: string, end: 'WELL' | 'FAILED'): Key => ({
    pk: registration(id),
    sk: `${prefix.health}${kind}#${end}`,
  }),
  /** Issuer and client id may hold anything: the key is made of their digest. */
  registeredAs: (issuer: string, clientId: string): Key => ({
    pk: `REGISTEREDAS#${createHash('sha256')
      .update(JSON.stringify([issuer, clientId]))
      .digest('base64url')}`,
    sk: 'REGISTEREDAS',
  }),
  registrationName: (id: RegistrationId): Key => ({ pk: partition.registrations, sk: id }),
  registrationDraft: (id: RegistrationId): Key => ({ pk: partition.registrationDrafts, sk: id }),
  registrationAttempt: (digest: string): Key => ({ pk: `ATTEMPT#${digest}`, sk: 'ATTEMPT' }),
  adminLink: (digest: string): Key => ({ pk: `ADMINLINK#${digest}`, sk: 'ADMINLINK' }),
  appSession: (hash: string): Key => ({ pk: appSession(hash), sk: 'APPSESSION' }),
  loginState: (hash: string): Key => ({ pk: `LOGIN#${hash}`, sk: 'LOGIN' }),
  uploadTicket: (id: UploadTicketId): Key => ({ pk: `UPLOAD#${id}`, sk: 'UPLOAD' }),
  liveTicket: (digest: string): Key => ({ pk: `LIVETICKET#${digest}`, sk: 'LIVETICKET' }),
  viewer: (connection: string): Key => ({ pk: `VIEWER#${connection}`, sk: 'VIEWER' }),
  /** Numbered places: so many lines an app session may have, and no more. */
  viewerPlace: (hash: string, place: number): Key => ({ pk: appSession(hash), sk: `${prefix.viewer}${place}` }),
  viewerOf: (name: string, connection: string): Key => ({ pk: topic(name), sk: connection }),
  courseName: (id: RegistrationId, of: CourseId): Key => ({ pk: coursesOf(id), sk: of }),
  reportKey: (id: RegistrationId, digest: string): Key => ({
    pk: registration(id),
    sk: `${prefix.reportKey}${digest}`,
  }),
  course: (id: CourseId): Key => ({ pk: course(id), sk: 'COURSE' }),
  member: (id: CourseId, member: MemberId): Key => ({ pk: course(id), sk: `${prefix.member}${member}` }),
  session: (id: CourseId, meeting: SessionId): Key => ({ pk: course(id), sk: `${prefix.session}${meeting}` }),
  digest: (id: CourseId, meeting: SessionId, part: number): Key => ({
    pk: course(id),
    sk: `${prefix.digestOf(meeting)}${String(part).padStart(3, '0')}`,
  }),
  /** With the course, not with its session: a teacher's first page asks for those of all sessions. */
  dispute: (id: CourseId, meeting: SessionId, member: MemberId): Key => ({
    pk: course(id),
    sk: `${prefix.disputeOf(meeting)}${member}`,
  }),
  place: (id: CourseId, member: MemberId): Key => ({ pk: course(id), sk: `${prefix.place}${member}` }),
  score: (id: CourseId, member: MemberId): Key => ({ pk: course(id), sk: `${prefix.score}${member}` }),
  gradeColumn: (id: CourseId, column: string): Key => ({ pk: course(id), sk: `${prefix.column}${column}` }),
  report: (id: CourseId, askedBy: MemberId): Key => ({ pk: course(id), sk: `REPORT#${askedBy}` }),
  reportLink: (digest: string): Key => ({ pk: `REPORTLINK#${digest}`, sk: 'REPORTLINK' }),
  seenFaces: (id: CourseId): Key => ({ pk: course(id), sk: 'SEENFACES' }),
  capture: (id: CourseId, meeting: SessionId, capture: CaptureId): Key => ({
    pk: session(id, meeting),
    sk: `${prefix.capture}${capture}`,
  }),
  review: (id: CourseId, meeting: SessionId): Key => ({ pk: session(id, meeting), sk: 'REVIEW' }),
  record: (id: CourseId, meeting: SessionId, member: MemberId): Key => ({
    pk: session(id, meeting),
    sk: `${prefix.record}${member}`,
  }),
  checkInPeriod: (id: CourseId, meeting: SessionId): Key => ({ pk: course(id), sk: `${prefix.checkIn}${meeting}` }),
  checkIn: (id: CourseId, meeting: SessionId, member: MemberId): Key => ({
    pk: session(id, meeting),
    sk: `${prefix.checkIn}${member}`,
  }),
  checkInTries: (id: CourseId, meeting: SessionId, member: MemberId): Key => ({
    pk: session(id, meeting),
    sk: `CHECKINTRIES#${member}`,
  }),
  consent: (id: MemberId): Key => ({ pk: person(id), sk: 'CONSENT' }),
  enrolment: (id: MemberId): Key => ({ pk: person(id), sk: 'ENROLMENT' }),
  task: (shard: number, kind: string, of: string): Key => ({ pk: work(shard), sk: `${kind}#${of}` }),
  /** Nonces come by the thousand and are never listed: each is its own partition. */
  ltijs: (collection: string, id: string): Key =>
    collection === 'nonce' ? { pk: `${ltijs('nonce')}#${id}`, sk: 'NONCE' } : { pk: ltijs(collection), sk: id },
  usage: (of: Pick<SessionUsage, 'registration' | 'month' | 'course' | 'session'>): Key => ({
    pk: usage(of.registration, of.month),
    sk: `USAGE#${of.course}#${of.session}`,
  }),
  erasure: (at: string, id: string): Key => ({ pk: partition.erasures(at.slice(0, 7)), sk: `${at}#${id}` }),
  keyRing: (id: RegistrationId): Key => ({ pk: `KEYRING#${id}`, sk: 'KEYRING' }),
  lease: (name: string): Key => ({ pk: `LEASE#${name}`, sk: 'LEASE' }),
} as const;
