import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { cosine, createEngine, type FaceEngine } from '../../face-engine/index.ts';
import { composePhotograph, portraitPath } from '../../practice-lms/class/compose.ts';
import { photographs } from '../../practice-lms/class/photographs.ts';
import { personAt } from '../support/practice-class.ts';

const require = createRequire(import.meta.url);
const landscape = (name: string) =>
  join(dirname(require.resolve('tabler-ui/package.json')), 'dist/demo/photos', `${name}.jpg`);

describe('faces that are hard to see', () => {
  let engine: FaceEngine;
  beforeAll(async () => {
    engine = await createEngine({ workers: 2 });
  });
  afterAll(() => engine?.close());

  it('are found in the dark and from far away, by a second look, and only where people are', async () => {
    const far = photographs.find(({ name }) => name === 'biology-far');
    if (far === undefined) throw new Error('no far photograph');
    const { faces } = await engine.analyse(await composePhotograph(far), { vectors: false });
    const people = faces.map(({ box: { x: left, y: top, width, height } }) => {
      const box = {
        left: left / far.width,
        top: top / far.height,
        width: width / far.width,
        height: height / far.height,
      };
      return personAt(box, far)?.person;
    });
    // At first sight the detector gives this one .39.
    expect(people).toContain('student-19');
    expect(people).not.toContain(undefined);
    expect(new Set(people).size).toBe(people.length);
    expect(people.length).toBeGreaterThanOrEqual(21);
  });

  /** Tree tops and roads, in which the detector takes dozens of patterns for faces with little certainty. */
  it.each(['alex-bertha-316137-500', 'dino-reichmuth-84359-500', 'teddy-kelley-109202-500'])(
    'are not seen in %s, where nobody is',
    async (name) => {
      const picture = await sharp(landscape(name)).resize(1600).jpeg({ quality: 85 }).toBuffer();
      expect((await engine.analyse(picture, { vectors: false })).faces).toEqual([]);
    },
  );

  it('have the vector of their mirror image where they show little detail', async () => {
    const soft = sharp(await readFile(portraitPath('female/8'))).blur(2);
    const [seen, mirrored] = await Promise.all(
      [soft.clone(), soft.clone().flop()].map(async (picture) => {
        const { faces } = await engine.analyse(await picture.png().toBuffer(), { vectors: true });
        return faces[0];
      }),
    );
    expect(seen?.quality.sharpness).toBeLessThan(22);
    // What the points differ by is left; without the mean of both it is several times as much.
    expect(cosine(seen?.vector ?? new Float32Array(512), mirrored?.vector ?? new Float32Array(512))).toBeGreaterThan(
      0.97,
    );
  });
});
