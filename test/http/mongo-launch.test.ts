import { connectMongo } from '../../connectors/mongodb/connection.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { launchAs } from '../../practice-lms/http-launch.ts';
import { type MongoDouble, startMongoDouble } from '../support/mongo/server.ts';
import { clientFor, openPractice, type RunningPractice } from '../support/practice.ts';

describe("launches with ltijs' state in MongoDB", () => {
  let double: MongoDouble;
  let practice: RunningPractice;
  beforeAll(async () => {
    double = await startMongoDouble();
    practice = await openPractice({ lti: { LTI_STORE: double.uri('muster') } });
  });
  afterAll(async () => {
    await practice?.close();
    await double.stop();
  });
  const launch = (person = 'teacher-1') => launchAs(practice.lmsUrl, person, 'biology-101');

  it('a teacher and a student come in, and their sessions work', async () => {
    for (const person of ['teacher-1', students[0]?.id ?? '']) {
      const client = await clientFor(practice, person);
      expect((await client.raw('GET', '/me')).status).toBe(200);
    }
  });

  it('its state is there and not in the table', async () => {
    const connection = await connectMongo(double.uri('muster'));
    const documents = async (name: string) =>
      (await connection.db.collection(`muster_lti_${name}`).find().toArray()).length;
    expect(await documents('platform')).toBe(1);
    const before = await documents('nonce');
    await launch();
    expect(await documents('nonce')).toBe(before + 1);
    await connection.close(true);
  });

  it('are refused with "later" while the server is away, sessions go on, and launches work again when it is back', async () => {
    const client = await clientFor(practice, 'teacher-1');
    await double.stop();
    const refused = await launch();
    expect(refused).toMatchObject({ status: 503, bearer: null });
    expect((await client.raw('GET', '/me')).status).toBe(200);
    await double.resume();
    expect(await launch()).toMatchObject({ status: 200 });
  });
});
