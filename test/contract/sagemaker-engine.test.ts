import type { FaceEngine } from '../../face-engine/index.ts';
import { face, references } from '../support/people-pictures.ts';
import { openRememberingEngine } from '../support/remembering-engine.ts';
import { type OpenSagemaker, openSagemaker } from '../support/sagemaker-galleries.ts';

/** A part of an answer, for the tests to spoil. */
type Body = {
  model: string;
  vectorLength?: number;
  origin?: string;
  thresholds?: { match: number; review: number; margin: number };
  faces?: { vector: number[] | null; box: { width: number } }[];
};

describe('a model at a SageMaker endpoint', () => {
  let local: FaceEngine;
  let opened: OpenSagemaker;
  let picture: Buffer;
  beforeAll(async () => {
    local = await openRememberingEngine();
    picture = await face('amara');
  });
  beforeEach(async () => {
    opened = await openSagemaker(local);
  });
  afterEach(() => opened.close());
  afterAll(() => local?.close());

  const spoil = (change: (body: Body) => unknown) =>
    opened.endpoint.answer(({ status, body }) => {
      const spoilt = structuredClone(body) as Body;
      return { status, body: change(spoilt) ?? spoilt };
    });
  const analysed = (vectors = true) => opened.engine.analyse(picture, { vectors });

  it('says what it says in this process, to the last digit', async () => {
    const [here, there] = [await local.analyse(picture, { vectors: true }), await analysed()];
    expect([there.width, there.height]).toEqual([here.width, here.height]);
    expect(there.faces).toHaveLength(1);
    const [mine, theirs] = [here.faces[0], there.faces[0]];
    expect(theirs?.box).toEqual(mine?.box);
    expect(theirs?.points).toEqual(mine?.points);
    expect(theirs?.quality).toEqual(mine?.quality);
    expect(theirs?.vector).toHaveLength(mine?.vector?.length ?? 0);
    for (const [at, value] of [...(mine?.vector ?? [])].entries()) expect(theirs?.vector?.[at]).toBeCloseTo(value, 6);
    expect(opened.engine.modelVersion).toBe(local.modelVersion);
  });

  it('is asked what it is once, and for vectors only where they are needed', async () => {
    await Promise.all([analysed(false), analysed(false)]);
    await analysed();
    expect(opened.endpoint.asked).toEqual([
      'application/json',
      'image/jpeg vectors=no',
      'image/jpeg vectors=no',
      'image/jpeg vectors=yes',
    ]);
    expect((await analysed(false)).faces[0]?.vector).toBeNull();
  });

  it.each([
    ['THROTTLED', 400, 'ThrottlingException'],
    ['UNAVAILABLE', 503, 'ServiceUnavailable'],
    ['UNAVAILABLE', 500, 'InternalFailure'],
    ['UNAVAILABLE', 429, 'ModelNotReadyException'],
    ['DENIED', 403, 'AccessDeniedException'],
    ['RESPONSE_INVALID', 400, 'ValidationError'],
  ])('is %s when SageMaker says %i %s for good', async (code, status, type) => {
    await opened.engine.describe();
    opened.endpoint.refuse(status, type, 10);
    await expect(analysed()).rejects.toMatchObject({ code });
    opened.endpoint.mend();
    expect((await analysed()).faces).toHaveLength(1);
  });

  it.each([
    ['IMAGE_UNREADABLE', 400],
    ['IMAGE_UNREADABLE', 415],
    ['IMAGE_UNREADABLE', 422],
    ['THROTTLED', 429],
    ['RESPONSE_INVALID', 404],
    ['UNAVAILABLE', 500],
    ['UNAVAILABLE', 503],
  ])('is %s when the model itself answers %i', async (code, status) => {
    await opened.engine.describe();
    opened.endpoint.answer(() => ({ status, body: null }));
    await expect(analysed()).rejects.toMatchObject({ code });
  });

  it('is tried again when SageMaker is throttled once', async () => {
    opened.endpoint.refuse(400, 'ThrottlingException');
    expect((await analysed()).faces).toHaveLength(1);
  });

  it.each<[string, (body: Body) => unknown]>([
    ['no JSON', () => 'faces: 1'],
    ['no faces', ({ model }) => ({ model })],
    ['a vector of another length', (body) => void body.faces?.[0]?.vector?.pop()],
    ['a vector of nothing', (body) => void body.faces?.[0]?.vector?.fill(0)],
    ['no vector', (body) => void Object.assign(body.faces?.[0] ?? {}, { vector: null })],
    ['a box without size', (body) => void Object.assign(body.faces?.[0]?.box ?? {}, { width: 0 })],
  ])('is not believed when it answers %s', async (_, change) => {
    await opened.engine.describe();
    spoil(change);
    await expect(analysed()).rejects.toMatchObject({ code: 'RESPONSE_INVALID' });
  });

  it.each<[string, (body: Body) => unknown]>([
    [
      'a review threshold above the match threshold',
      (body) => void Object.assign(body.thresholds ?? {}, { review: 99 }),
    ],
    ['no word of where its thresholds come from', (body) => void Object.assign(body, { origin: 'trust me' })],
  ])('is not used when it describes itself with %s', async (_, change) => {
    spoil(change);
    await expect(opened.gallery.describe()).rejects.toMatchObject({ code: 'RESPONSE_INVALID' });
    await expect(analysed()).rejects.toMatchObject({ code: 'RESPONSE_INVALID' });
  });

  it('that was replaced is not compared with what the one before it made, and erased all the same', async () => {
    const pictures = await references('amara');
    await opened.gallery.put('c_1', 'amara', pictures);
    const seen = await opened.gallery.identify('c_1', pictures[0]?.image ?? picture);
    expect(seen[0]?.candidates).toHaveLength(1);
    spoil((body) => void Object.assign(body, { model: 'another@2' }));
    await expect(opened.gallery.identify('c_1', picture)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      details: { reason: 'model_changed' },
    });
    expect((await opened.gallery.identify('c_1', picture))[0]?.candidates).toEqual([]);
    expect((await opened.gallery.describe()).modelVersion).toBe('another@2');
    const asked = opened.endpoint.asked.length;
    await opened.gallery.put('c_1', 'amara', pictures);
    expect(opened.endpoint.asked.length - asked).toBe(pictures.length);
    expect((await opened.gallery.identify('c_1', picture))[0]?.candidates).toHaveLength(1);
    await opened.gallery.remove('c_1', 'amara');
    expect(await opened.kept('c_1')).toBe(0);
  });

  it('says nothing of what a container said', async () => {
    await opened.engine.describe();
    opened.endpoint.answer(() => ({ status: 500, body: null }));
    const error = await analysed().catch((caught: unknown) => caught);
    expect(JSON.stringify(error)).not.toContain('why');
    expect((error as Error).cause).toBeUndefined();
  });
});
