import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { startEmbeddedDynamoDb } from '../connectors/embedded/dynamodb.ts';
import { templateStore } from '../connectors/embedded/template-store.ts';
import { memoryTable } from '../connectors/memory/memory-table.ts';
import type { Board, CaptureTicket } from '../lti-server/http/api-schema/board.ts';
import type { ShownCode } from '../lti-server/http/api-schema/check-in.ts';
import type { CoursePage, SessionSummary } from '../lti-server/http/api-schema/course.ts';
import { enrolStudents } from '../practice-lms/enrol-students.ts';
import { findCourse } from '../practice-lms/people.ts';
import { vaultOf } from '../test/support/a-vault.ts';
import { openAdministered, signIn, signInCode } from '../test/support/administration.ts';
import { setAdministration } from '../test/support/administration-stage.ts';
import { clientFor, eventually } from '../test/support/practice.ts';
import { photograph, takePhotographs } from '../test/support/take-photographs.ts';
import { familyOf } from './recovery/families.ts';

/**
 * Writes test/fixtures/table-<release>.json: an item or two of each kind as this release writes them, from the running product with
 * the practice LMS. Nobody in it is real, and no vector of a face is kept. Run at each release; older files stay.
 */
const release = '0.1.0';
const few = 3;
/** Four floats instead of the 512 of somebody's face, encrypted with a secret that a test knows. */
const withoutFace = async (pk: string, sk: string) => {
  const table = memoryTable();
  const references = [{ id: 'r1', vector: Float32Array.from([0.25, -0.5, 1, 0]) }];
  const templates = { person: sk.slice('PERSON#'.length), model: 'none', references };
  await templateStore(table, vaultOf(1)).put(pk.slice('GALLERY#'.length), templates);
  return table.get(pk, sk);
};

const practice = await openAdministered();
const folder = practice.dataFolder;
const administration = await setAdministration(practice);
await fetch(await administration.offer());
await administration.offer();
await administration.signedIn('');
await signIn(practice.toolUrl, await signInCode(practice.operator));

const biology = findCourse('biology-101');
if (biology === null) throw new Error('no course');
const enrolling = biology.members.filter(
  ({ kind, portrait, declines }) => kind === 'student' && portrait !== null && !declines,
);
const teacher = await clientFor(practice, 'teacher-1');
await teacher.call('GET', '/course');
await enrolStudents(practice.lmsUrl, practice.toolUrl, { ...biology, members: enrolling.slice(0, few) }, () => {});
const settings = await teacher.call<{ lateCredit: number; gradeColumnOn: boolean }>('GET', '/settings');
const { lateCredit, gradeColumnOn } = settings;
await teacher.call('PUT', '/settings', { lateCredit: 0.8, gradeColumnOn: true, seen: { lateCredit, gradeColumnOn } });

const shot = await photograph(practice, 'biology-front');
const take = async (startsAt: string): Promise<[id: string, version: number]> => {
  const { id } = await teacher.call<SessionSummary>('POST', '/sessions', { startsAt, title: 'Monday' });
  const { members } = await takePhotographs(practice, teacher, id, [shot]);
  const open = members.filter(({ status }) => status === null);
  const changes = open.map(({ id: member }) => ({ member, status: 'absent' }));
  const { reviewVersion } = await teacher.call<Board>('PUT', `/sessions/${id}/review/members`, { changes });
  return [id, reviewVersion];
};
const [confirmed, reviewVersion] = await take('2026-11-23T10:00:00.000Z');
await teacher.call('POST', `/sessions/${confirmed}/confirm`, { reviewVersion });
const [standing] = await take('2026-11-24T10:00:00.000Z');
await teacher.call<CaptureTicket>('POST', `/sessions/${standing}/captures`);
const checkIn = { minutes: 10, lateAfterMinutes: 5, changing: true };
const shown = await teacher.call<ShownCode>('POST', `/sessions/${standing}/check-in`, checkIn);
const present = await clientFor(practice, enrolling[1]?.id ?? '');
await present.call('POST', `/my/sessions/${standing}/check-in`, { code: shown.open?.code });
const said = { wanted: 'excused', reason: 'I left early, with a note' };
await present.call('POST', `/my/sessions/${confirmed}/dispute`, said);
await eventually(
  () => teacher.call<CoursePage>('GET', '/course'),
  ({ gradebook }) => gradebook.pending === 0 && gradebook.confirmed > 0,
);
const withdrawing = await clientFor(practice, enrolling[0]?.id ?? '');
await withdrawing.call('DELETE', '/my/recognition');
const { login, launch } = (
  await practice.operator.call<{ tool: { login: string; launch: string } }>('GET', '/registrations/practice')
).tool;
const asked = new URLSearchParams({ iss: practice.lmsUrl, login_hint: '1', target_link_uri: launch });
await fetch(`${login}?${asked}`, { redirect: 'manual' });
await practice.muster.close();

const found = new Map<string, Record<string, unknown>[]>();
const database = await startEmbeddedDynamoDb(join(folder, 'dynamodb'));
const documents = DynamoDBDocumentClient.from(database.client);
for await (const { Items: items = [] } of paginateScan({ client: documents }, { TableName: 'muster' })) {
  for (const item of items) {
    if (String(item.pk).startsWith('GALLERY#'))
      Object.assign(item, await withoutFace(String(item.pk), String(item.sk)));
    const family = familyOf(String(item.pk), String(item.sk));
    const before = found.get(family) ?? [];
    if (before.length < 2) found.set(family, [...before, item]);
  }
}
await database.close();
await practice.lms.close();
const path = fileURLToPath(new URL(`../test/fixtures/table-${release}.json`, import.meta.url));
const families = Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
await writeFile(path, `${JSON.stringify({ release, families }, null, 2)}\n`);
console.log(
  Object.entries(families)
    .map(([family, items]) => `${family} ${items.length}`)
    .join('\n'),
);
process.exit(0);
