import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { jest } from '@jest/globals';
import { s3UploadPlace } from '../../connectors/s3/upload-place.ts';
import { asId, type RegistrationId, type UploadTicketId } from '../../core/ids.ts';
import type { UploadForm } from '../../core/ports/upload-place.ts';
import type { UploadTicket } from '../../core/ports/upload-tickets.ts';
import { bucket, clientFor, inVersionedBucket, secret, type VersionedBucket } from '../support/buckets.ts';
import { policySignature, readPolicy } from '../support/s3-policy.ts';

const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234';
const bytes = (...values: number[]) => Uint8Array.from(values);

describe('pictures in a bucket that keeps versions', () => {
  let open: VersionedBucket;
  beforeEach(async () => {
    open = await inVersionedBucket(keyArn);
  });
  afterEach(() => open.close());

  it('are encrypted with our key', async () => {
    await open.media.put('a.jpg', bytes(1));
    expect(open.server.keyOf(bucket, 'a.jpg')).toBe(keyArn);
  });

  it('are erased with every version and every delete marker, over several pages of them, and no neighbour is', async () => {
    for (let n = 0; n < 5; n += 1) await open.media.put('x/a.jpg', bytes(n));
    await open.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'x/a.jpg' }));
    await open.media.put('x/a.jpg', bytes(9));
    for (const neighbour of ['x/a.jpg.old', 'x/a.jp', 'x/b.jpg']) await open.media.put(neighbour, bytes(1));
    await open.media.erase('x/a.jpg');
    expect(open.server.everything().map((one) => one.split('@')[0])).toEqual(
      ['x/a.jpg.old', 'x/a.jp', 'x/b.jpg'].map((key) => `${bucket}/${key}`),
    );
  });

  it('leave no marker behind when what never was is erased', async () => {
    await open.media.erase('never/was.jpg');
    expect(open.server.everything()).toEqual([]);
  });

  it('are all listed, over several pages', async () => {
    const keys = Array.from({ length: 8 }, (_, n) => `p/${n}.jpg`);
    for (const key of keys) await open.media.put(key, bytes(1));
    expect(await open.media.list('p/')).toEqual(keys);
  });
});

describe('pictures in a bucket that is away', () => {
  it('are asked for again later, and no word of S3 comes through', async () => {
    const { media, close } = await inVersionedBucket();
    await close();
    await expect(media.put('a.jpg', bytes(1))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(media.get('a.jpg')).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
  });
});

describe('the form that a browser uploads a picture with', () => {
  let open: VersionedBucket;
  let form: UploadForm;
  const now = Date.now();
  // The SDK counts from `new Date()` and takes no clock. Timers go on: servers answer in the meantime.
  const timers = [
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
    'setImmediate',
    'clearImmediate',
  ] as const;
  beforeAll(
    () =>
      void jest.useFakeTimers({ now, doNotFake: [...timers, 'nextTick', 'queueMicrotask', 'hrtime', 'performance'] }),
  );
  afterAll(() => void jest.useRealTimers());
  const ticketOf = (over: Partial<UploadTicket> = {}): UploadTicket => ({
    id: asId<UploadTicketId>('t1'),
    registration: asId<RegistrationId>('r-1'),
    key: 'c_1/s1/k1',
    maxBytes: 1000,
    expiresAt: new Date(now + 900_000).toISOString(),
    ...over,
  });
  const placeOn = (url: string) => s3UploadPlace(clientFor(url), { bucket, keyArn }, () => now);
  beforeEach(async () => {
    open = await inVersionedBucket(keyArn);
    form = await placeOn(open.server.url).formFor(ticketOf());
  });
  afterEach(() => open.close());

  const send = async (fields: Readonly<Record<string, string | undefined>>, size = 100): Promise<number> => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) if (value !== undefined) body.append(name, value);
    body.append('file', new Blob([new Uint8Array(size)]), 'picture.jpg');
    return (await fetch(form.url, { method: 'POST', body })).status;
  };

  it('says in its policy: until the ticket ends, this key, so many bytes, a picture, our encryption key; and is signed', () => {
    const { Policy = '', 'X-Amz-Signature': signature, 'X-Amz-Credential': credential = '' } = form.fields;
    const { expiration, conditions } = readPolicy(Policy);
    expect(Math.abs(Date.parse(expiration) - (now + 900_000))).toBeLessThanOrEqual(2_000);
    expect(conditions).toContainEqual(['content-length-range', 1, 1000]);
    expect(conditions).toContainEqual(['starts-with', '$Content-Type', 'image/']);
    expect(conditions).toContainEqual({ key: 'uploads/c_1/s1/k1/t1' });
    expect(conditions).toContainEqual({ bucket });
    expect(conditions).toContainEqual({ 'x-amz-server-side-encryption': 'aws:kms' });
    expect(conditions).toContainEqual({ 'x-amz-server-side-encryption-aws-kms-key-id': keyArn });
    expect(conditions.some((one) => Array.isArray(one) && one[0] === 'starts-with' && one[1] === '$key')).toBe(false);
    expect(signature).toBe(policySignature(Policy, secret, credential));
    expect(form.fields.key).toBe('uploads/c_1/s1/k1/t1');
  });

  it('is taken with a picture of any kind, and stored encrypted', async () => {
    for (const type of ['image/jpeg', 'image/png', 'image/webp']) {
      expect(await send({ ...form.fields, 'Content-Type': type })).toBe(204);
    }
    expect(open.server.keyOf(bucket, 'uploads/c_1/s1/k1/t1')).toBe(keyArn);
  });

  it.each([
    ['another key', { key: 'uploads/c_2/s1/k1/t1' }, 100],
    ['another type', { 'Content-Type': 'text/html' }, 100],
    ['no type', { 'Content-Type': undefined }, 100],
    ['another encryption key', { 'x-amz-server-side-encryption-aws-kms-key-id': 'other' }, 100],
    ['a field that nobody allowed', { acl: 'public-read' }, 100],
    ['another signature', { 'X-Amz-Signature': '0'.repeat(64) }, 100],
    ['too much', {}, 1001],
    ['nothing', {}, 0],
  ])('is refused with %s', async (_, change, size) => {
    expect(await send({ ...form.fields, ...change }, size)).toBeGreaterThanOrEqual(400);
    expect(open.server.everything()).toEqual([]);
  });

  it('is taken until the ticket ends, and refused from then on', async () => {
    open.server.now = () => now + 899_000 - 2_000;
    expect(await send(form.fields)).toBe(204);
    open.server.now = () => now + 900_000 + 2_000;
    expect(await send(form.fields)).toBe(403);
  });
});
