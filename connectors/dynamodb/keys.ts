import { createHash } from 'node:crypto';
import type { CaptureId, CourseId, MemberId, RegistrationId, SessionId, UploadTicketId } from '../../core/ids.ts';
import type { Key } from './items.ts';

/** All keys of the table in one place: docs/decisions/0001-access-patterns.md. */
const course = (id: CourseId) => `COURSE#${id}`;
const session = (id: CourseId, meeting: SessionId) => `COURSE#${id}#SESSION#${meeting}`;
const person = (id: MemberId) => `PERSON#${id}`;

/** Also the name of the shard's queue in the index `due`. */
const work = (shard: number) => `WORK#${shard}`;

const ltijs = (collection: string) => `LTI#${collection}`;

export const partition = {
  course,
  session,
  work,
  ltijs,
  registrations: 'REGISTRATIONS',
  registrationDrafts: 'REGISTRATIONDRAFTS',
  /** `month`: yyyy-mm. */
  erasures: (month: string) => `ERASURES#${month}`,
} as const;

export const prefix = {
  member: 'MEMBER#',
  session: 'SESSION#',
  capture: 'CAPTURE#',
  record: 'RECORD#',
  digest: 'DIGEST#',
  digestOf: (meeting: SessionId) => `DIGEST#${meeting}#`,
  place: 'PLACE#',
  score: 'SCORE#',
  column: 'COLUMN#',
} as const;

export const key = {
  registration: (id: RegistrationId): Key => ({ pk: `REGISTRATION#${id}`, sk: 'REGISTRATION' }),
  /** Issuer and client id may hold anything: the key is made of their digest. */
  registeredAs: (issuer: string, clientId: string): Key => ({
    pk: `REGISTEREDAS#${createHash('sha256')
      .update(JSON.stringify([issuer, clientId]))
      .digest('base64url')}`,
    sk: 'REGISTEREDAS',
  }),
  registrationName: (id: RegistrationId): Key => ({ pk: partition.registrations, sk: id }),
  registrationDraft: (id: RegistrationId): Key => ({ pk: partition.registrationDrafts, sk: id }),
  invitation: (digest: string): Key => ({ pk: `INVITATION#${digest}`, sk: 'INVITATION' }),
  registrationAttempt: (digest: string): Key => ({ pk: `ATTEMPT#${digest}`, sk: 'ATTEMPT' }),
  adminLink: (digest: string): Key => ({ pk: `ADMINLINK#${digest}`, sk: 'ADMINLINK' }),
  adminSession: (digest: string): Key => ({ pk: `ADMINSESSION#${digest}`, sk: 'ADMINSESSION' }),
  appSession: (hash: string): Key => ({ pk: `APPSESSION#${hash}`, sk: 'APPSESSION' }),
  loginState: (hash: string): Key => ({ pk: `LOGIN#${hash}`, sk: 'LOGIN' }),
  uploadTicket: (id: UploadTicketId): Key => ({ pk: `UPLOAD#${id}`, sk: 'UPLOAD' }),
  course: (id: CourseId): Key => ({ pk: course(id), sk: 'COURSE' }),
  member: (id: CourseId, member: MemberId): Key => ({ pk: course(id), sk: `${prefix.member}${member}` }),
  session: (id: CourseId, meeting: SessionId): Key => ({ pk: course(id), sk: `${prefix.session}${meeting}` }),
  digest: (id: CourseId, meeting: SessionId, part: number): Key => ({
    pk: course(id),
    sk: `${prefix.digestOf(meeting)}${String(part).padStart(3, '0')}`,
  }),
  place: (id: CourseId, member: MemberId): Key => ({ pk: course(id), sk: `${prefix.place}${member}` }),
  score: (id: CourseId, member: MemberId): Key => ({ pk: course(id), sk: `${prefix.score}${member}` }),
  gradeColumn: (id: CourseId, column: string): Key => ({ pk: course(id), sk: `${prefix.column}${column}` }),
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
  consent: (id: MemberId): Key => ({ pk: person(id), sk: 'CONSENT' }),
  enrolment: (id: MemberId): Key => ({ pk: person(id), sk: 'ENROLMENT' }),
  task: (shard: number, kind: string, of: string): Key => ({ pk: work(shard), sk: `${kind}#${of}` }),
  /** Nonces come by the thousand and are never listed: each is its own partition. */
  ltijs: (collection: string, id: string): Key =>
    collection === 'nonce' ? { pk: `${ltijs('nonce')}#${id}`, sk: 'NONCE' } : { pk: ltijs(collection), sk: id },
  erasure: (at: string, id: string): Key => ({ pk: partition.erasures(at.slice(0, 7)), sk: `${at}#${id}` }),
  keyRing: (id: RegistrationId): Key => ({ pk: `KEYRING#${id}`, sk: 'KEYRING' }),
  lease: (name: string): Key => ({ pk: `LEASE#${name}`, sk: 'LEASE' }),
} as const;
