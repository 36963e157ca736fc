import type { Stores } from '../../core/ports/stores.ts';
import type { Table } from '../table.ts';
import { draftStore, listedSecretStore, secretStore } from './access-store.ts';
import { checkInPeriodStore, checkInStore } from './check-in-store.ts';
import { courseStore, rosterStore } from './course-store.ts';
import { digestStore } from './digest-store.ts';
import { disputeStore } from './dispute-store.ts';
import { erasureLog } from './erasure-log.ts';
import { consentStore, enrolmentStore, galleryIndex, seenFaceStore } from './face-record-store.ts';
import { healthStore } from './health-store.ts';
import { key, partition } from './keys.ts';
import { launchStore } from './launch-store.ts';
import { recordStore } from './record-store.ts';
import { appSessionStore, loginStateStore, registrationStore } from './registration-store.ts';
import { reportKeyStore } from './report-key-store.ts';
import { reportStore } from './report-store.ts';
import { captureStore, reviewStore, sessionStore } from './session-store.ts';
import { usageStore } from './usage-store.ts';
import { viewerStore } from './viewer-store.ts';
import { workQueue } from './work-queue.ts';
import { gradeColumnStore, leases, ledgerStore, uploadTicketStore } from './work-store.ts';

/** Every store on one table. */
export const storesOn = (table: Table): Stores => ({
  registrations: registrationStore(table),
  health: healthStore(table),
  appSessions: appSessionStore(table),
  loginStates: loginStateStore(table),
  invitations: listedSecretStore(table, partition.invitations),
  registrationAttempts: secretStore(table, key.registrationAttempt),
  registrationDrafts: draftStore(table),
  adminLinks: secretStore(table, key.adminLink),
  adminSessions: listedSecretStore(table, partition.adminSessions),
  launches: launchStore(table),
  courses: courseStore(table),
  rosters: rosterStore(table),
  sessions: sessionStore(table),
  captures: captureStore(table),
  reviews: reviewStore(table),
  checkInPeriods: checkInPeriodStore(table),
  checkIns: checkInStore(table),
  records: recordStore(table),
  disputes: disputeStore(table),
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
  usage: usageStore(table),
  liveTickets: secretStore(table, key.liveTicket),
  viewers: viewerStore(table),
  reports: reportStore(table),
  reportKeys: reportKeyStore(table),
  reportLinks: secretStore(table, key.reportLink),
});
