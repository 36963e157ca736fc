import { keyRingStore } from '../../connectors/dynamodb/key-ring-store.ts';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { secretKeyVault } from '../../connectors/embedded/key-vault.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { asId, type RegistrationId } from '../../core/ids.ts';
import { newKeyRing } from '../../core/lti/key-ring.ts';
import { approvedDeployment } from '../../core/lti/registration.ts';
import { parseDocument } from '../../scripts/configuration/document.ts';
import { exportConfiguration, importConfiguration, type Places } from '../../scripts/configuration/transfer.ts';
import { aRegistration, instant } from '../support/stored-things.ts';

const open = (): Places => {
  const table = memoryTable();
  return { registrations: storesOn(table).registrations, keyRings: keyRingStore(table) };
};
const id = (name: string) => asId<RegistrationId>(name);
const pem = '-----BEGIN PRIVATE KEY-----';
const vault = secretKeyVault({ current: 's'.repeat(40), previous: [] });

const given = async (): Promise<Places> => {
  const places = open();
  const policy = { faces: true, facesTurnedOnAt: instant(5) };
  const deployments = [approvedDeployment('1', instant(0)), { id: '2', state: 'pending', seenAt: instant(1) } as const];
  await places.registrations.put(aRegistration({ policy, deployments }));
  await places.registrations.put({ ...aRegistration({ policy, deployments }), name: 'Renamed', version: 2 });
  await places.registrations.put(aRegistration({ id: id('r-2'), clientId: 'muster-2', state: 'disabled' }));
  const privateKey = await vault.encrypt(pem, 'place');
  await places.keyRings.put(newKeyRing(id('r-1'), { kid: 'k', n: 'n', e: 'AQAB', privateKey }, instant(0)));
  return places;
};
const asFile = async (places: Places, withKeys = false) =>
  JSON.stringify(await exportConfiguration(places, { withKeys, now: instant(9) }));
const without = <T extends { version: number }>({ version: _, ...rest }: T) => rest;

describe('the configuration as a document', () => {
  it('comes out of another table as it went in: registrations, deployments, policies', async () => {
    const [from, to] = [await given(), open()];
    const done = await importConfiguration(to, parseDocument(await asFile(from)), false);
    expect(done).toEqual({ made: 2, overwritten: 0, keyRings: 0 });
    expect((await to.registrations.list()).map(without)).toEqual((await from.registrations.list()).map(without));
    expect(JSON.parse(await asFile(to))).toEqual(JSON.parse(await asFile(from)));
    expect(await to.registrations.findByPlatform('https://lms.example', 'muster-2')).toMatchObject({ id: 'r-2' });
  });

  it('holds no private key, unless it is asked for, and then encrypted', async () => {
    const places = await given();
    expect(await asFile(places)).not.toContain('ciphertext');
    const sealed = await asFile(places, true);
    expect(sealed).not.toContain('PRIVATE KEY');
    const to = open();
    expect(await importConfiguration(to, parseDocument(sealed), false)).toMatchObject({ keyRings: 1 });
    const [key] = (await to.keyRings.find(id('r-1')))?.keys ?? [];
    if (key === undefined) throw new Error('no key');
    expect(await vault.decrypt(key.privateKey, 'place')).toBe(pem);
  });

  it('overwrites nothing unless told to, and then writes nothing at all', async () => {
    const document = parseDocument(await asFile(await given()));
    const to = open();
    await to.registrations.put(aRegistration({ name: 'Theirs' }));
    await expect(importConfiguration(to, document, false)).rejects.toThrow('registration r-1 is there already');
    expect((await to.registrations.list()).map(({ name }) => name)).toEqual(['Theirs']);
    expect(await importConfiguration(to, document, true)).toMatchObject({ made: 1, overwritten: 1 });
    expect((await to.registrations.list()).map(({ name }) => name)).toEqual(['Renamed', 'University of Example']);
  });

  it.each([
    ['a platform that is registered under another id', { id: id('r-9') }],
    ['another platform under an id', { clientId: 'another' }],
  ])('never takes %s over', async (_, over) => {
    const document = parseDocument(await asFile(await given()));
    const to = open();
    await to.registrations.put(aRegistration(over));
    await expect(importConfiguration(to, document, true)).rejects.toThrow('nothing was imported');
    expect(await to.registrations.list()).toHaveLength(1);
  });

  it('keeps what it does not know of a newer registration', async () => {
    const document = JSON.parse(await asFile(await given())) as { registrations: Record<string, unknown>[] };
    const [first] = document.registrations;
    if (first !== undefined) first.captureHours = 6;
    const to = open();
    await importConfiguration(to, parseDocument(JSON.stringify(document)), false);
    expect(await to.registrations.find(id('r-1'))).toMatchObject({ captureHours: 6 });
  });

  it.each([
    ['no JSON', 'names: all', 'this is no JSON'],
    ['another schema', '{"muster":"configuration","schema":2}', 'another release'],
    ['something else', '{"muster":"table copy"}', 'no configuration of Muster'],
  ])('refuses %s, in words', (_, content, words) => {
    expect(() => parseDocument(content)).toThrow(words);
  });
});
