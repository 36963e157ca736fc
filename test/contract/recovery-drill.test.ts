import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { systemClock } from '../../connectors/embedded/system-clock.ts';
import { templateStore } from '../../connectors/embedded/template-store.ts';
import { fileMedia } from '../../connectors/files/media.ts';
import { keptTwice, mediaErasureLog } from '../../connectors/media-erasure-log.ts';
import { asId, type CourseId, type MemberId, type ReferenceId, type SessionId } from '../../core/ids.ts';
import { decideHeldEnrolment } from '../../core/use-cases/decide-held-enrolment.ts';
import { withdrawFace } from '../../core/use-cases/withdraw-face.ts';
import { copyOf, familiesOf, restoreInto } from '../../scripts/recovery/one-machine.ts';
import { vaultOf } from '../support/a-vault.ts';
import { photoEvidence } from '../support/photo-evidence.ts';
import { aCourse, aMember, aRecord, aRegistration, aSession, instant } from '../support/stored-things.ts';

const course = asId<CourseId>('c_1');
const session = asId<SessionId>('s1');
const everybody = ['m_1', 'm_2', 'm_3', 'm_4'].map((id) => asId<MemberId>(id));
const [ada, bea, , dana] = everybody as [MemberId, MemberId, MemberId, MemberId];

const opened = async <T>(folder: string, use: (services: Awaited<ReturnType<typeof servicesIn>>) => Promise<T>) => {
  const services = await servicesIn(folder);
  try {
    return await use(services);
  } finally {
    await services.close();
  }
};

const servicesIn = async (folder: string) => {
  const { table, close } = await startEmbeddedDynamoDb(join(folder, 'dynamodb'));
  const stores = storesOn(table);
  const media = fileMedia(join(folder, 'media'));
  const templates = templateStore(table, vaultOf(1));
  return {
    ...stores,
    erasures: keptTwice(stores.erasures, mediaErasureLog(media)),
    media,
    templates,
    gallery: { remove: (of: string, person: string) => templates.remove(of, person) },
    ids: idSource(),
    clock: systemClock,
    close,
  };
};
type Services = Awaited<ReturnType<typeof servicesIn>>;

const enrol = async ({ consents, enrolments, galleryIndex, media, templates }: Services, member: MemberId) => {
  const consented = { textVersion: '1', language: 'en', at: instant(0), courses: [course], version: 1 };
  await consents.put({ member, state: 'consented', ...consented });
  const reference = {
    id: asId<ReferenceId>(`${member}-1`),
    mediaKey: `references/${member}/1.jpg`,
    addedAt: instant(0),
  };
  await media.put(reference.mediaKey, new Uint8Array([1, 2, 3]));
  const [enginePerson, enrolledAt] = [`p_${member}`, instant(0)];
  const enrolment = { member, enginePerson, enrolledAt, references: [reference], version: 1 };
  if (member === dana) {
    await enrolments.put({ ...enrolment, state: 'held', resembles: { member: bea, similarity: 77 } });
    return;
  }
  await enrolments.put({ ...enrolment, state: 'active', resembles: null });
  await templates.put(course, {
    model: 'm1',
    person: enginePerson,
    references: [{ id: reference.id, vector: new Float32Array([0.25, -0.5, 1]) }],
  });
  await galleryIndex.put(course, { member, enginePerson, enrolledAt, references: [reference.id] });
};

const write = async (services: Services): Promise<void> => {
  await services.registrations.put(aRegistration());
  await services.courses.put(aCourse());
  await services.rosters.putMembers(
    course,
    everybody.map((member) => aMember(member)),
  );
  await services.sessions.put(aSession(session, { state: 'confirmed' }));
  for (const member of everybody) await enrol(services, member);
  await services.records.putAll(
    course,
    everybody.map((member) => aRecord(member, { evidence: photoEvidence })),
  );
};

/** All that the table and the folder hold of somebody's face. */
const faceOf = async (services: Services, member: MemberId) => ({
  consent: (await services.consents.find(member))?.state,
  enrolment: (await services.enrolments.find(member))?.state ?? null,
  place: (await services.galleryIndex.list(course)).some((place) => place.member === member),
  template: (await services.templates.list(course)).some(({ person }) => person === `p_${member}`),
  pictures: (await services.media.list(`references/${member}/`)).length,
  evidence: (await services.records.listOfMember(course, member, [session])).map(({ evidence }) => evidence.kind),
});
const standing = { consent: 'consented', enrolment: 'active', place: true, template: true, pictures: 1 };
const gone = { consent: 'withdrawn', enrolment: null, place: false, template: false, pictures: 0 };

describe('the restore drill, on the embedded database', () => {
  let folder: string;
  let copy: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-drill-'));
    copy = join(folder, 'table.jsonl');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const lose = () => rm(join(folder, 'dynamodb'), { recursive: true });

  it('write, copy, erase a member, lose the table, restore: who was erased stays erased, the rest is equal', async () => {
    await opened(folder, write);
    const before = await copyOf(folder, copy);
    await opened(folder, async (services) => {
      await withdrawFace(services, ada);
      const registration = aRegistration();
      await decideHeldEnrolment(services, { registration, course }, dana, 'reject');
    });
    await lose();

    const restored = await restoreInto(folder, copy);
    expect(restored).toMatchObject({ wrong: [], families: before.families, erasures: 2, again: 2 });
    await opened(folder, async (services) => {
      expect(await faceOf(services, ada)).toEqual({ ...gone, evidence: ['photo-erased'] });
      expect(await services.enrolments.find(dana)).toBeNull();
      for (const member of everybody.slice(1, 3))
        expect(await faceOf(services, member)).toEqual({ ...standing, evidence: ['photo'] });
      expect(await services.records.listOfSession(course, session)).toHaveLength(4);
      expect(await services.work.standing('erase-face')).toEqual([]);
      expect(await services.erasures.list(instant(0), systemClock.now())).toHaveLength(2);
    });

    const after = await familiesOf(folder);
    const changed = Object.keys(after).filter(
      (family) => after[family]?.checksum !== before.families[family]?.checksum,
    );
    expect(changed).toEqual(
      [
        'COURSE/PLACE',
        'COURSE SESSION/RECORD',
        'ERASURES',
        'GALLERY/PERSON',
        'PERSON/CONSENT',
        'PERSON/ENROLMENT',
      ].sort(),
    );
    const counts = Object.entries(after).map(([family, { items }]) => `${family} ${items}`);
    process.stdout.write(`drill: ${counts.join(', ')}; erased again: ${restored.again}\n`);
  });

  it('does not erase a yes that was said after an erasure', async () => {
    await opened(folder, async (services) => {
      await write(services);
      await withdrawFace(services, ada);
      const before = await services.consents.find(ada);
      const at = systemClock.now();
      await services.consents.put({
        member: ada,
        state: 'consented',
        textVersion: '1',
        language: 'en',
        at: new Date(Date.parse(at) + 1).toISOString(),
        courses: [course],
        version: (before?.version ?? 0) + 1,
      });
    });
    await copyOf(folder, copy);
    await lose();
    expect(await restoreInto(folder, copy)).toMatchObject({ wrong: [], erasures: 1, again: 0 });
    await opened(folder, async ({ consents }) => {
      expect((await consents.find(ada))?.state).toBe('consented');
    });
  });

  it('restores nothing over a table that is there', async () => {
    await opened(folder, write);
    await copyOf(folder, copy);
    await expect(restoreInto(folder, copy)).rejects.toThrow('Move it away first');
  });

  it('refuses a copy that was cut off', async () => {
    await opened(folder, write);
    await copyOf(folder, copy);
    const lines = (await readFile(copy, 'utf8')).trimEnd().split('\n');
    await writeFile(copy, lines.slice(0, -1).join('\n'));
    await lose();
    await expect(restoreInto(folder, copy)).rejects.toThrow('the copy was cut off');
  });

  it('says which family is not what was copied', async () => {
    await opened(folder, write);
    await copyOf(folder, copy);
    const text = await readFile(copy, 'utf8');
    await writeFile(copy, text.replace('"Student m_2"', '"Student m_9"'));
    await lose();
    expect((await restoreInto(folder, copy)).wrong).toEqual(['COURSE/MEMBER: 4 items, and not the same ones']);
  });
});
