import type { CheckIn } from '../attendance/check-in.ts';
import type { Dispute } from '../attendance/dispute.ts';
import type { RecordEntry } from '../attendance/record.ts';
import { type ConsentState, consentIn } from '../biometrics/consent.ts';
import type { Learner } from '../biometrics/enrolment-permission.ts';
import type { Services } from '../ports/services.ts';
import { readMyAttendance } from './read-my-attendance.ts';

type Deps = Pick<
  Services,
  | 'rosters'
  | 'courses'
  | 'sessions'
  | 'records'
  | 'disputes'
  | 'checkIns'
  | 'ledger'
  | 'consents'
  | 'enrolments'
  | 'galleryIndex'
  | 'clock'
>;

export interface PersonalData {
  readonly exportedAt: string;
  readonly institution: string;
  readonly course: string;
  readonly person: {
    readonly id: string;
    readonly lmsId: string;
    readonly name: string | null;
    readonly sortName: string | null;
    readonly role: string;
  };
  readonly consent: {
    readonly here: ConsentState | 'none';
    readonly textVersion: string | null;
    readonly language: string | null;
    readonly at: string | null;
    /** Of this institution; ids, since titles belong to the courses. */
    readonly courses: readonly string[];
  };
  readonly enrolment: {
    readonly state: string;
    readonly enrolledAt: string;
    /** The numbers compared with are made of these pictures; how many of them this course's gallery holds. */
    readonly templatesHere: number;
    readonly pictures: readonly { readonly id: string; readonly addedAt: string }[];
  } | null;
  readonly attendance: {
    readonly percentage: number | null;
    readonly sessions: readonly (RecordEntry & {
      readonly title: string;
      readonly startsAt: string;
      readonly history: readonly RecordEntry[];
      /** What they said of the entry, also once it is answered or taken back. */
      readonly dispute: Pick<Dispute, 'wanted' | 'reason' | 'at' | 'state' | 'answer'> | null;
    })[];
    /** Their own word, whatever was recorded then. */
    readonly checkIns: readonly (Pick<CheckIn, 'at' | 'status'> & {
      readonly title: string;
      readonly startsAt: string;
    })[];
  };
  /** What was sent to the LMS gradebook. */
  readonly gradebook: {
    readonly state: string;
    readonly sentScore: number | null;
    readonly sentAt: string | null;
  } | null;
}

const saidOf = (dispute: Dispute | null) =>
  dispute === null
    ? null
    : {
        wanted: dispute.wanted,
        reason: dispute.reason,
        at: dispute.at,
        state: dispute.state,
        answer: dispute.answer,
      };

const attendanceOf = async (deps: Deps, { session, course }: Learner): Promise<PersonalData['attendance']> => {
  const { score, sessions, all, checkIns } = await readMyAttendance(deps, course, session.member);
  return {
    checkIns: all.flatMap(({ id, title, startsAt }) => {
      const said = checkIns.get(id);
      return said === undefined ? [] : [{ title, startsAt, at: said.at, status: said.status }];
    }),
    percentage: score,
    sessions: sessions.map(({ session: { title, startsAt }, record, dispute }) => {
      const { status, evidence, by, byName, at, reason, history } = record;
      return { title, startsAt, status, evidence, by, byName, at, reason, history, dispute: saidOf(dispute) };
    }),
  };
};

/** Everything that is held about a person in this course and for them in its registration; pictures by their ids. */
export const exportMyData = async (deps: Deps, learner: Learner): Promise<PersonalData> => {
  const { session, registration, course } = learner;
  const { member } = session;
  const [onRoster, page, consent, enrolment, places, ledger, attendance] = await Promise.all([
    deps.rosters.findMember(course, member),
    deps.courses.find(course),
    deps.consents.find(member),
    deps.enrolments.find(member),
    deps.galleryIndex.list(course),
    deps.ledger.list(course),
    attendanceOf(deps, learner),
  ]);
  const sent = ledger.find((entry) => entry.member === member);
  return {
    exportedAt: deps.clock.now(),
    institution: registration.name,
    course: page?.title ?? session.courseTitle ?? '',
    person: {
      id: member,
      lmsId: session.sub,
      name: onRoster?.name ?? session.name,
      sortName: onRoster?.sortName ?? null,
      role: onRoster?.role ?? session.role,
    },
    consent: {
      here: consentIn(consent, course),
      textVersion: consent?.textVersion ?? null,
      language: consent?.language ?? null,
      at: consent?.at ?? null,
      courses: consent?.courses ?? [],
    },
    enrolment:
      enrolment === null
        ? null
        : {
            state: enrolment.state,
            enrolledAt: enrolment.enrolledAt,
            templatesHere: places.find((place) => place.member === member)?.references.length ?? 0,
            pictures: enrolment.references.map(({ id, addedAt }) => ({ id, addedAt })),
          },
    attendance,
    gradebook:
      sent === undefined
        ? null
        : { state: sent.state, sentScore: sent.confirmed?.score ?? null, sentAt: sent.confirmed?.at ?? null },
  };
};
