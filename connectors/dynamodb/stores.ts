import type { Stores } from '../../core/ports/stores.ts';
import type { Table } from '../table.ts';
import { draftStore, secretStore } from './access-store.ts';
import { courseStore, rosterStore } from './course-store.ts';
import { digestStore } from './digest-store.ts';
import { erasureLog } from './erasure-log.ts';
import { consentStore, enrolmentStore, galleryIndex, seenFaceStore } from './face-record-store.ts';
import { key } from './keys.ts';
import { launchStore } from './launch-store.ts';
import { recordStore } from './record-store.ts';
import { appSessionStore, loginStateStore, registrationStore } from './registration-store.ts';
import { captureStore, reviewStore, sessionStore } from './session-store.ts';
import { workQueue } from './work-queue.ts';
import { gradeColumnStore, leases, ledgerStore, uploadTicketStore } from './work-store.ts';

/** Every store on one table. */
export const storesOn = (table: Table): Stores => ({
  registrations: registrationStore(table),
  appSessions: appSessionStore(table),
  loginStates: loginStateStore(table),
  invitations: secretStore(table, key.invitation),
  registrationAttempts: secretStore(table, key.registrationAttempt),
  registrationDrafts: draftStore(table),
  adminLinks: secretStore(table, key.adminLink),
  adminSessions: secretStore(table, key.adminSession),
  launches: launchStore(table),
  courses: courseStore(table),
  rosters: rosterStore(table),
  sessions: sessionStore(table),
  captures: captureStore(table),
  reviews: reviewStore(table),
  records: recordStore(table),
  digests: digestStore(table),
  consents: consentStore(table),
  enrolments: enrolmentStore(table),
  galleryIndex: galleryIndex(table),
  seenFaces: seenFaceStore(table),
  erasures: erasureLog(table),
  gradeColumns: gradeColumnStore(table),
  ledger: ledgerStore(table),
  work: workQueue(table),
  leases: leases(table),
  uploadTickets: uploadTicketStore(table),
});
