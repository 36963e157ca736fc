import type { Capture } from '../../core/attendance/capture.ts';
import { type Course, noGradeColumn } from '../../core/attendance/course.ts';
import type { LedgerEntry } from '../../core/attendance/ledger.ts';
import type { AttendanceRecord } from '../../core/attendance/record.ts';
import type { Session } from '../../core/attendance/session.ts';
import { type Consent, consentTextVersion } from '../../core/biometrics/consent.ts';
import {
  asId,
  type CaptureId,
  type CourseId,
  type MemberId,
  type RegistrationId,
  type SessionId,
} from '../../core/ids.ts';
import type { AppSession } from '../../core/lti/app-session.ts';
import type { DeepLinkingRequest } from '../../core/lti/deep-linking.ts';
import { approvedDeployment, newPolicy, type Registration } from '../../core/lti/registration.ts';
import type { Member } from '../../core/roster/roster.ts';

/** What stores keep, each with sound values and the ones a test is about laid over. */
export const instant = (seconds: number): string => new Date(Date.UTC(2026, 2, 1, 9) + seconds * 1000).toISOString();

export const aRegistration = (over: Partial<Registration> = {}): Registration => ({
  id: asId<RegistrationId>('r-1'),
  name: 'University of Example',
  issuer: 'https://lms.example',
  clientId: 'muster-1',
  authUrl: 'https://lms.example/auth',
  tokenUrl: 'https://lms.example/token',
  jwksUrl: 'https://lms.example/jwks',
  state: 'active',
  product: 'other',
  tokenAudience: null,
  deployments: [approvedDeployment('1', instant(0))],
  deploymentPolicy: 'approve',
  policy: newPolicy,
  version: 1,
  ...over,
});

export const anAppSession = (over: Partial<AppSession> = {}): AppSession => ({
  tokenHash: 'hash-1',
  registration: asId<RegistrationId>('r-1'),
  deployment: '1',
  course: asId<CourseId>('c_1'),
  courseTitle: 'Biology 101',
  member: asId<MemberId>('m_1'),
  sub: 'sub-1',
  name: 'Ada Example',
  role: 'teacher',
  administrator: false,
  testUser: false,
  masquerading: false,
  locale: null,
  timeZone: null,
  returnUrl: null,
  deepLinking: null,
  landing: { kind: 'home' },
  startedAt: instant(0),
  expiresAt: instant(3600),
  ...over,
});

export const aDeepLinkingRequest = (over: Partial<DeepLinkingRequest> = {}): DeepLinkingRequest => ({
  returnUrl: 'https://lms.example/return?course=2&sesskey=abc',
  data: 'opaque',
  acceptTypes: ['link', 'ltiResourceLink'],
  acceptMultiple: true,
  acceptLineItem: null,
  title: null,
  text: null,
  ...over,
});

export const aCourse = (over: Partial<Course> = {}): Course => ({
  id: asId<CourseId>('c_1'),
  registration: asId<RegistrationId>('r-1'),
  deployment: '1',
  contextId: 'context-1',
  title: 'Biology 101',
  timeZone: 'Europe/Berlin',
  rosterService: null,
  gradeService: null,
  gradePolicy: { lateCredit: 0.8 },
  gradeColumn: noGradeColumn,
  rosterReadAt: null,
  version: 1,
  ...over,
});

export const aMember = (id: string, over: Partial<Member> = {}): Member => ({
  id: asId<MemberId>(id),
  sub: `sub-${id}`,
  name: `Student ${id}`,
  sortName: `${id}, Student`,
  role: 'student',
  testUser: false,
  state: 'active',
  missingOn: [],
  launchRole: null,
  ...over,
});

export const aSession = (id: string, over: Partial<Session> = {}): Session => ({
  id: asId<SessionId>(id),
  course: asId<CourseId>('c_1'),
  title: 'Monday',
  startsAt: instant(0),
  openedBy: asId<MemberId>('m_teacher'),
  openedAt: instant(0),
  state: 'open',
  confirmedBy: null,
  confirmedByName: null,
  confirmedAt: null,
  counts: null,
  version: 1,
  ...over,
});

export const aCapture = (id: string, over: Partial<Capture> = {}): Capture => ({
  id: asId<CaptureId>(id),
  session: asId<SessionId>('s1'),
  state: 'stored',
  mediaKey: `captures/c_1/s1/${id}.jpg`,
  takenAt: instant(0),
  width: 1280,
  height: 960,
  hash: 'abc',
  facesCompared: 0,
  facesFound: 0,
  faces: [],
  engine: null,
  failure: null,
  expiresAt: instant(3600),
  version: 1,
  ...over,
});

export const aConsent = (member: string, over: Partial<Consent> = {}): Consent => ({
  member: asId<MemberId>(member),
  state: 'consented',
  textVersion: consentTextVersion,
  language: 'en',
  at: instant(0),
  courses: [asId<CourseId>('c_1')],
  version: 1,
  ...over,
});

export const aRecord = (member: string, over: Partial<AttendanceRecord> = {}): AttendanceRecord => ({
  session: asId<SessionId>('s1'),
  member: asId<MemberId>(member),
  status: 'present',
  evidence: { kind: 'hand' },
  by: asId<MemberId>('m_teacher'),
  byName: 'Ms Ito',
  at: instant(0),
  reason: null,
  history: [],
  version: 1,
  ...over,
});

export const aLedgerEntry = (member: string, over: Partial<LedgerEntry> = {}): LedgerEntry => ({
  member: asId<MemberId>(member),
  sub: `sub-${member}`,
  wanted: 87.5,
  inFlight: null,
  confirmed: null,
  state: 'pending',
  found: null,
  refusal: null,
  attempts: 0,
  version: 1,
  ...over,
});
