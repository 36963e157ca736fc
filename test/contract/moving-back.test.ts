import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { systemClock } from '../../connectors/embedded/system-clock.ts';
import { fileMedia } from '../../connectors/files/media.ts';
import { asId, type CourseId, type MemberId, type ReferenceId } from '../../core/ids.ts';
import { eraseFace } from '../../core/use-cases/erase-face.ts';
import { withdrawFace } from '../../core/use-cases/withdraw-face.ts';
import { replayErasures } from '../../scripts/recovery/replay.ts';
import { aCourse, aMember, aRegistration, instant } from '../support/stored-things.ts';

const course = asId<CourseId>('c_1');
const [ada, bea] = ['m_1', 'm_2'].map((id) => asId<MemberId>(id)) as [MemberId, MemberId];

/** One table in both regions; pictures are in the one where they were taken (docs/operators/multi-region.md). */
describe('moving back to the first region', () => {
  let folder: string;
  let dynamodb: EmbeddedDynamoDb;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-regions-'));
    dynamodb = await startEmbeddedDynamoDb(null);
  });
  afterEach(async () => {
    await dynamodb.close();
    await rm(folder, { recursive: true, force: true });
  });

  const region = (name: string) => ({
    ...storesOn(dynamodb.table),
    media: fileMedia(join(folder, name)),
    gallery: { remove: async () => {} },
    ids: idSource(),
    clock: systemClock,
  });
  const enrol = async ({ consents, enrolments, media }: ReturnType<typeof region>, member: MemberId) => {
    const consented = { textVersion: '1', language: 'en', at: instant(0), courses: [course], version: 1 };
    await consents.put({ member, state: 'consented', ...consented });
    const mediaKey = `references/${member}/1.jpg`;
    await media.put(mediaKey, new Uint8Array([1, 2, 3]));
    const reference = { id: asId<ReferenceId>(`${member}-1`), mediaKey, addedAt: instant(0) };
    const named = { enginePerson: `p_${member}`, enrolledAt: instant(0), references: [reference] };
    await enrolments.put({ member, state: 'active', resembles: null, version: 1, ...named });
  };

  it('erases there the pictures of whom the second region has erased, and of nobody else', async () => {
    const [first, second] = [region('first'), region('second')];
    await first.registrations.put(aRegistration());
    await first.courses.put(aCourse());
    await first.rosters.putMembers(course, [aMember(ada), aMember(bea)]);
    for (const member of [ada, bea]) await enrol(first, member);
    const movedOverAt = systemClock.now();
    await withdrawFace(second, ada);
    for (const task of await second.work.due(systemClock.now(), 25)) await second.work.done(task);

    expect(await replayErasures(first, first.erasures, movedOverAt)).toEqual({ erasures: 1, again: 0 });
    const due = await first.work.due(systemClock.now(), 25);
    expect(due.map(({ kind, key }) => `${kind} ${key}`)).toEqual([`erase-face ${ada}`]);
    for (const { key } of due) await eraseFace(first, asId<MemberId>(key));
    expect(await first.media.list('references/')).toEqual([`references/${bea}/1.jpg`]);
  });
});
