import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { templateStore } from '../../connectors/embedded/template-store.ts';
import { asId, type CourseId, type MemberId } from '../../core/ids.ts';
import { eraseAllStrangers } from '../../scripts/recovery/strangers.ts';
import { vaultOf } from '../support/a-vault.ts';
import { aCourse, instant } from '../support/stored-things.ts';

const [biology, physics] = [asId<CourseId>('c_1'), asId<CourseId>('c_2')];

describe('people at the engine whom a restored table does not know', () => {
  let opened: EmbeddedDynamoDb;
  beforeAll(async () => {
    opened = await startEmbeddedDynamoDb(null);
  });
  afterAll(() => opened?.close());

  it('are erased there, in every course, and nobody else is', async () => {
    const { table, client } = opened;
    const [stores, templates] = [storesOn(table), templateStore(table, vaultOf(1))];
    const enrol = async (course: CourseId, person: string, isNamed: boolean) => {
      await templates.put(course, { person, model: 'm1', references: [{ id: '1', vector: new Float32Array([1]) }] });
      const place = {
        member: asId<MemberId>(`m_${person}`),
        enginePerson: person,
        enrolledAt: instant(0),
        references: [],
      };
      if (isNamed) await stores.galleryIndex.put(course, place);
    };
    for (const id of [biology, physics]) await stores.courses.put(aCourse({ id }));
    await enrol(biology, 'ada', true);
    await enrol(biology, 'later', false);
    await enrol(physics, 'ada', true);
    await enrol(physics, 'late-too', false);
    const gallery = {
      list: async (course: string) => (await templates.list(course)).map(({ person }) => person),
      remove: (course: string, person: string) => templates.remove(course, person),
    };

    expect(await eraseAllStrangers(client, 'muster', gallery)).toEqual({ courses: 2, erased: 2 });
    for (const course of [biology, physics]) expect(await gallery.list(course)).toEqual(['ada']);
    expect(await eraseAllStrangers(client, 'muster', gallery)).toEqual({ courses: 2, erased: 0 });
  });
});
