import { chargedCalls } from '../../lti-server/cli/prices.ts';
import { dynamoDbUnits, type Units } from './units.ts';

/** Units of a month by the name of their price in infrastructure/prices.json. */
export type Quantities = Readonly<Record<string, number>>;

export interface Institution {
  readonly students: number;
  /** Of all courses together, in the month. */
  readonly sessions: number;
  /** Photographs a session. */
  readonly photos: number;
  readonly classSize: number;
  /** Students who enrol their faces in this month. */
  readonly enrolling: number;
  readonly administrators: number;
}

const minutesOfMonth = 30 * 24 * 60;

const assumedIn =
  (units: Units) =>
  (name: string): number => {
    const found = units.assumed[name];
    if (found === undefined) throw new Error(`infrastructure/units.json does not say: ${name}`);
    return found.value;
  };

const scaled = (calls: Readonly<Record<string, number>>, times: number) => {
  const { group1, group2 } = chargedCalls(calls);
  return { group1: group1 * times, group2: group2 * times };
};

/** Detections are one a photograph; searches one a face of the class, and a little more for each further photograph. */
const recognition = (units: Units, { sessions, photos, classSize, enrolling, students }: Institution): Quantities => {
  const counted = units.counted.sessions;
  const nearest = counted.find(({ photographs }) => photographs >= photos) ?? counted.at(-1);
  if (nearest === undefined || photos === 0) return {};
  const perFace = chargedCalls(nearest.calls).group1 / (nearest.faces / nearest.photographs);
  const enrolment = scaled(units.counted.enrolment, enrolling);
  return {
    'rekognition.group1': sessions * classSize * perFace + enrolment.group1,
    'rekognition.group2': sessions * photos + enrolment.group2,
    // Three references and the user they belong to.
    'rekognition.vectors': students * 4,
  };
};

/** What does not depend on how many people there are. */
const standing = (units: Units): Quantities => {
  const assumed = assumedIn(units);
  return {
    'waf.acl': 1,
    'waf.rules': assumed('waf rules'),
    'kms.keys': assumed('kms keys'),
    'secrets.kept': assumed('secrets'),
    'cloudwatch.alarms': assumed('alarms'),
    'cloudwatch.anomaly-alarms': assumed('anomaly alarms'),
    'cloudwatch.metrics': assumed('custom metrics'),
    'cloudwatch.dashboards': 1,
    'route53.zones': 1,
    // Uploads, work and reports; publishing is the FIFO one.
    'sqs.requests': 3 * minutesOfMonth * assumed('polls of a queue a minute'),
    'sqs.fifo-requests': minutesOfMonth * assumed('polls of a queue a minute'),
  };
};

/** What follows from requests, whoever makes them. */
const traffic = (units: Units, requests: number, gigabytes: number): Quantities => {
  const assumed = assumedIn(units);
  const schedules = (minutesOfMonth / 60) * assumed('scheduled runs an hour');
  return {
    'lambda.requests': requests + schedules,
    'lambda.gb-seconds': requests * assumed('GB-seconds a request') + schedules * assumed('GB-seconds a scheduled run'),
    'http-api.requests': requests,
    'dynamodb.reads': requests * assumed('read units a request') + minutesOfMonth * 2,
    'dynamodb.writes': requests * assumed('write units a request'),
    'cloudfront.requests': requests * assumed('browser requests a request to the API'),
    'cloudfront.transfer': gigabytes,
    'waf.requests': requests * assumed('browser requests a request to the API'),
    'kms.requests': requests * assumed('KMS requests a request'),
    'cloudwatch.logs': (requests * assumed('log kB a request')) / 1e6,
    'xray.traces': requests * assumed('share of requests traced'),
    'cloudtrail.data-events': requests * assumed('table calls a request') + minutesOfMonth * 2,
  };
};

/** The table, each second of 35 days of it, and its daily copies. */
const kept = (units: Units, gigabytes: number): Quantities => ({
  'dynamodb.storage': gigabytes,
  'dynamodb.recovery': gigabytes,
  'backup.storage': gigabytes * assumedIn(units)('copies of the table'),
});

export const sumQuantities = (...all: readonly Quantities[]): Quantities => {
  const sum: Record<string, number> = {};
  for (const one of all) for (const [name, units] of Object.entries(one)) sum[name] = (sum[name] ?? 0) + units;
  return sum;
};

/** A month of an institution. */
export const monthOfInstitution = (units: Units, institution: Institution): Quantities => {
  const { students, sessions, photos, classSize, enrolling, administrators } = institution;
  const assumed = assumedIn(units);
  const requests = sessions * assumed('requests a session') + students * assumed('requests a student and month');
  const table = dynamoDbUnits(units.counted.dynamodb, classSize, photos);
  const captures = sessions * photos;
  const captureGb = (captures * assumed('MB a photograph')) / 1000;
  return sumQuantities(
    standing(units),
    traffic(units, requests, (requests * assumed('kB sent to a browser a request')) / 1e6),
    recognition(units, institution),
    kept(units, (students * assumed('table kB a student and course')) / 1e6),
    {
      'lambda.requests': captures + sessions,
      'lambda.gb-seconds':
        captures * assumed('GB-seconds a photograph') + sessions * classSize * assumed('GB-seconds a published grade'),
      'dynamodb.reads': sessions * table.reads,
      'dynamodb.writes': sessions * table.writes,
      // A photograph lives for hours; references for as long as the enrolment.
      's3.storage': (students * 3 * assumed('kB a reference')) / 1e6 + captureGb / 30,
      's3.puts': captures * 2 + enrolling * 3,
      's3.gets': captures * (2 + photos) + enrolling * 3,
      'sqs.requests': captures * 4,
      'sqs.fifo-requests': sessions * 4,
      'cloudtrail.data-events': sessions * (table.reads + table.writes) + captures * (4 + photos) + enrolling * 6,
      'kms.requests': captures * 8,
      'websocket.messages': captures * classSize,
      'websocket.minutes': sessions * assumed('minutes a session page is open'),
      'cognito.users': administrators,
    },
  );
};

/** Classes of thirty that meet twice a week, with two photographs each; all have enrolled before. */
const recognisedPeople: Institution = {
  students: 1_000,
  sessions: 270,
  photos: 2,
  classSize: 30,
  enrolling: 0,
  administrators: 0,
};

/** 1 M requests, 5 GB in the table, 50 GB of media, 1,000 active people who sign in by Cognito, 100 GB sent. */
export const referenceMonth = (units: Units): Quantities =>
  sumQuantities(standing(units), traffic(units, 1_000_000, 100), recognition(units, recognisedPeople), kept(units, 5), {
    's3.storage': 50,
    'cognito.users': 1_000,
  });
