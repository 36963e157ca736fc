import { createServer } from 'node:http';
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { agsGradebook } from '../../connectors/lms/gradebook.ts';
import { lmsHttp } from '../../connectors/lms/http.ts';
import { agsLineItems } from '../../connectors/lms/line-items.ts';
import { nrpsRosterSource } from '../../connectors/lms/roster-source.ts';
import { type AuthorisedCalls, authorisedCalls } from '../../connectors/lms/token.ts';
import { asId, type RegistrationId } from '../../core/ids.ts';
import type { GradeService, RosterService } from '../../core/lti/launch.ts';
import { approvedDeployment } from '../../core/lti/registration.ts';
import type { Cache } from '../../core/ports/cache.ts';
import { addressesOf } from '../../practice-lms/addresses.ts';
import type { Person, PracticeCourse } from '../../practice-lms/people.ts';
import { type PracticeLms, type PracticeLmsOptions, startPracticeLms } from '../../practice-lms/server.ts';
import { allScopes } from '../../practice-lms/tool.ts';
import { aRegistration, instant } from './stored-things.ts';

/** The tool's keys at the address where a platform looks for them. */
export const startKeyServer = async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'tool-1', alg: 'RS256', use: 'sig' }] });
  const server = createServer((_req, res) => void res.setHeader('Content-Type', 'application/json').end(jwks));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    privateKey,
    signingKey: { kid: 'tool-1', privateKey: await exportPKCS8(privateKey) },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
};

/** The real connectors against the real practice LMS, over HTTP; `toolNow`: when the two clocks differ. */
export const openConnector = async (options: Partial<PracticeLmsOptions> = {}, toolNow?: () => number) => {
  const keys = await startKeyServer();
  const lms: PracticeLms = await startPracticeLms({
    port: 0,
    toolUrl: keys.url,
    dataFolder: null,
    photographsFolder: null,
    ...options,
  });
  const { deploymentId, ...told } = lms.registration;
  const id = asId<RegistrationId>(told.id);
  const registration = aRegistration({ ...told, id, deployments: [approvedDeployment(deploymentId, instant(0))] });
  const { platform } = lms;
  /** Those of one process; several share what they know through a cache. */
  const callsOfProcess = (cache?: Cache): AuthorisedCalls =>
    authorisedCalls({
      http: lmsHttp(true),
      findRegistration: async () => registration,
      signingKey: async () => keys.signingKey,
      now: toolNow ?? platform.now,
      ...(cache === undefined ? {} : { cache }),
    });
  const calls = callsOfProcess();
  const course = (name: string): PracticeCourse => {
    const found = platform.findCourse(name);
    if (found === null) throw new Error(`no course ${name}`);
    return found;
  };
  return {
    lms,
    platform,
    id,
    registration,
    privateKey: keys.privateKey,
    signingKey: keys.signingKey,
    calls,
    callsOfProcess,
    roster: nrpsRosterSource(calls),
    gradebook: agsGradebook(calls),
    lineItems: agsLineItems(calls),
    course,
    rosterService: (name = 'biology-101'): RosterService => ({
      membershipsUrl: addressesOf(platform, course(name), platform.builtIn).memberships,
    }),
    /** With the link that stands for the whole course. */
    rosterServiceOfCourse: (name = 'biology-101'): RosterService => ({
      membershipsUrl: addressesOf(platform, course(name), platform.builtIn).memberships,
      courseLink: platform.profile.contextId(course(name)),
    }),
    gradeService: (name = 'biology-101', scopes: readonly string[] = allScopes): GradeService => ({
      lineItemsUrl: addressesOf(platform, course(name), platform.builtIn).lineItems,
      lineItemUrl: null,
      scopes,
    }),
    sub: (person: string): string => {
      const found = platform.findPerson(person);
      return found === null ? person : platform.profile.sub(found);
    },
    /** Requests of services since the last time, tokens left out. */
    asked: () => platform.requests.splice(0).filter(({ path }) => path !== platform.profile.paths.token),
    async close() {
      await lms.close();
      await keys.close();
    },
  };
};
export type Connector = Awaited<ReturnType<typeof openConnector>>;

/** A course as large as is wanted. */
export const crowd = (size: number): PracticeCourse => ({
  id: 'crowd',
  number: 9,
  title: 'Crowd',
  label: 'CROWD',
  members: Array.from({ length: size }, (_, index): Person => {
    const number = String(index + 1).padStart(5, '0');
    return {
      id: `crowd-${number}`,
      givenName: 'Student',
      familyName: number,
      kind: 'student',
      portrait: null,
      declines: false,
    };
  }),
});

/** A score that is no question of the ledger; the ledger's own bodies are its to make. */
export const scoreBodyOf = (userId: string, scoreGiven: number, timestamp: string, more: object = {}): string =>
  JSON.stringify({
    userId,
    timestamp,
    activityProgress: 'Completed',
    gradingProgress: 'FullyGraded',
    scoreGiven,
    scoreMaximum: 100,
    ...more,
  });
