import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { embeddedFaceGallery } from '../../connectors/embedded/face-gallery.ts';
import { templateStore } from '../../connectors/embedded/template-store.ts';
import { fileMedia } from '../../connectors/files/media.ts';
import { asId, type CourseId, type MemberId, type SessionId } from '../../core/ids.ts';
import { newPolicy } from '../../core/lti/registration.ts';
import { readBoard } from '../../core/use-cases/read-board.ts';
import { createEngine } from '../../face-engine/index.ts';
import { vaultOf } from '../support/a-vault.ts';
import { type Crash, failing, visitPoints } from '../support/crash-points.ts';
import { group, references } from '../support/people-pictures.ts';
import { aConsent, aCourse, aMember, aRegistration, aSession, instant } from '../support/stored-things.ts';
import { photographFile, takeAndIdentify } from '../support/take-and-identify.ts';

const [course, session] = [asId<CourseId>('c_1'), asId<SessionId>('s1')];
/** In the photograph stand Amara, Bruno and Bea, who is not enrolled; Caleb is, and is not there. */
const enrolled = ['amara', 'bruno', 'caleb'] as const;
const standing = ['amara', 'bruno', 'bea'] as const;
const seen: readonly MemberId[] = [asId('m_amara'), asId('m_bruno')];

const prepare = async (folder: string): Promise<void> => {
  const [{ table, close }, engine] = await Promise.all([
    startEmbeddedDynamoDb(join(folder, 'dynamodb')),
    createEngine({ workers: 1 }),
  ]);
  const stores = storesOn(table);
  const gallery = embeddedFaceGallery(engine, templateStore(table, vaultOf(1)));
  await stores.registrations.put(aRegistration({ policy: { ...newPolicy, faces: true } }));
  await stores.courses.put(aCourse());
  await stores.rosters.putMembers(
    course,
    [...enrolled, 'bea'].map((name) => aMember(`m_${name}`)),
  );
  for (const name of enrolled) {
    const pictures = await references(name);
    const place = { enginePerson: `p_${name}`, enrolledAt: instant(0), references: pictures.map(({ id }) => id) };
    await stores.consents.put(aConsent(`m_${name}`));
    await stores.galleryIndex.put(course, { member: asId(`m_${name}`), ...place });
    await gallery.put(course, place.enginePerson, pictures);
  }
  await stores.sessions.put(aSession(session));
  await writeFile(join(folder, photographFile), await group(standing));
  await engine.close();
  await close();
};

const faultsIn = async (folder: string): Promise<string[]> => {
  const { table, close } = await startEmbeddedDynamoDb(join(folder, 'dynamodb'));
  const stores = storesOn(table);
  const { captures, board } = await readBoard({ ...stores, clock: { now: () => instant(400) } }, course, session);
  const identified = captures.filter(({ state }) => state === 'identified');
  const named = board.faces.flatMap(({ member }) => member ?? []);
  const pictures = await fileMedia(join(folder, 'media')).list('captures/');
  const work = await stores.work.due(instant(100_000), 25);
  const expiring = work.filter(({ kind }) => kind === 'expire-captures').map(({ key }) => key);
  const found = failing([
    [identified.length === 1, `${identified.length} photographs are identified`],
    // An upload that died leaves its place behind, without a face, until it expires.
    [captures.every(({ state }) => state === 'identified' || state === 'awaited'), 'a photograph is left half-done'],
    [board.faces.length === standing.length, `${board.faces.length} faces`],
    [named.sort().join() === seen.join(), `the faces are of ${named.join(' and ')}`],
    [board.open.captures === 0, 'the board waits for a photograph'],
    [captures.every(({ id }) => expiring.includes(`${course}/${session}/${id}`)), 'a photograph would never expire'],
    [pictures.every((key) => captures.some(({ mediaKey }) => mediaKey === key)), 'a picture belongs to no photograph'],
    [identified.every(({ mediaKey }) => pictures.includes(mediaKey)), 'the picture is lost'],
    [work.every(({ kind }) => kind === 'expire-captures'), 'work is left to do'],
  ]);
  await close();
  return found;
};

describe('taking and identifying a photograph, killed after each of its effects', () => {
  let base: string;
  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), 'muster-crash-'));
    await prepare(base);
  });
  afterAll(() => rm(base, { recursive: true, force: true }));

  it('loses nothing and doubles nothing', async () => {
    const identifying: Crash = {
      name: 'identify',
      program: takeAndIdentify,
      file: 'take-and-identify.ts',
      startsOthers: true,
      async open(folder) {
        await cp(base, folder, { recursive: true });
        return { faults: () => faultsIn(folder), close: async () => {} };
      },
    };
    const { points, faults } = await visitPoints(identifying);
    expect(points.length).toBeGreaterThan(8);
    expect(faults).toEqual([]);
  }, 240_000);
});
