import type { AdminLink, AdminSession } from '../lti/admin-session.ts';
import type { Invitation, RegistrationAttempt } from '../lti/invitation.ts';
import type { CourseStore, RosterStore } from './course-store.ts';
import type { ErasureLog } from './erasure-log.ts';
import type { ConsentStore, EnrolmentStore, GalleryIndex, SeenFaceStore } from './face-record-store.ts';
import type { GradeColumnStore } from './grade-column-store.ts';
import type { LaunchStore } from './launch-store.ts';
import type { LedgerStore } from './ledger-store.ts';
import type { LoginStateStore } from './login-state-store.ts';
import type { DigestStore, RecordStore } from './record-store.ts';
import type { DraftStore, SecretStore } from './registration-access.ts';
import type { AppSessionStore, RegistrationStore } from './registration-store.ts';
import type { CaptureStore, ReviewStore, SessionStore } from './session-store.ts';
import type { UploadTicketStore } from './upload-tickets.ts';
import type { Leases, WorkQueue } from './work-queue.ts';

/** Every store by its name. A use case asks for the few it needs: `Pick<Stores, 'sessions' | 'captures'>`. */
export interface Stores {
  readonly registrations: RegistrationStore;
  readonly appSessions: AppSessionStore;
  readonly loginStates: LoginStateStore;
  readonly invitations: SecretStore<Invitation>;
  readonly registrationAttempts: SecretStore<RegistrationAttempt>;
  readonly registrationDrafts: DraftStore;
  readonly adminLinks: SecretStore<AdminLink>;
  readonly adminSessions: SecretStore<AdminSession>;
  readonly launches: LaunchStore;
  readonly courses: CourseStore;
  readonly rosters: RosterStore;
  readonly sessions: SessionStore;
  readonly captures: CaptureStore;
  readonly reviews: ReviewStore;
  readonly records: RecordStore;
  readonly digests: DigestStore;
  readonly consents: ConsentStore;
  readonly enrolments: EnrolmentStore;
  readonly galleryIndex: GalleryIndex;
  readonly seenFaces: SeenFaceStore;
  readonly erasures: ErasureLog;
  readonly gradeColumns: GradeColumnStore;
  readonly ledger: LedgerStore;
  readonly work: WorkQueue;
  readonly leases: Leases;
  readonly uploadTickets: UploadTicketStore;
}
