import { recentPictures } from '../../../connectors/embedded/recent-pictures.ts';
import type { FacesInPicture } from '../../../face-engine/index.ts';

const picture = (n: number) => Uint8Array.of(n);
const nobody: FacesInPicture = { width: 1, height: 1, faces: [] };
const withVectors = { vectors: true };

describe('the pictures of an enrolment', () => {
  let computed: number[];
  let fails: boolean;
  const engine = {
    async analyse([first = 0]: Uint8Array) {
      computed.push(first);
      if (fails) throw new Error('the engine is away');
      return nobody;
    },
  };
  beforeEach(() => {
    computed = [];
    fails = false;
  });

  it('are computed once each, also when asked for at the same time', async () => {
    const { analyse } = recentPictures(engine);
    await Promise.all([1, 2, 1, 2, 1].map((n) => analyse(picture(n), withVectors)));
    await analyse(picture(2), withVectors);
    expect(computed).toEqual([1, 2]);
  });

  it('are not remembered of a photograph of the room, nor of a look through the camera', async () => {
    const { analyse } = recentPictures(engine);
    for (let time = 0; time < 2; time += 1) {
      await analyse(picture(1), { vectors: true, onProgress: async () => {} });
      await analyse(picture(2), { vectors: false });
    }
    expect(computed).toEqual([1, 2, 1, 2]);
  });

  it('are forgotten when somebody is erased', async () => {
    const { analyse, forget } = recentPictures(engine);
    await analyse(picture(1), withVectors);
    forget();
    await analyse(picture(1), withVectors);
    expect(computed).toEqual([1, 1]);
  });

  it('are forgotten after a while, and sooner when there are many', async () => {
    const { analyse } = recentPictures(engine, 30);
    await analyse(picture(1), withVectors);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await analyse(picture(1), withVectors);
    expect(computed).toEqual([1, 1]);
    const patient = recentPictures(engine);
    for (let n = 2; n < 20; n += 1) await patient.analyse(picture(n), withVectors);
    computed = [];
    await patient.analyse(picture(2), withVectors);
    await patient.analyse(picture(19), withVectors);
    expect(computed).toEqual([2]);
  });

  it('that the engine failed on are computed again', async () => {
    const { analyse } = recentPictures(engine);
    fails = true;
    await expect(analyse(picture(1), withVectors)).rejects.toThrow('away');
    fails = false;
    expect(await analyse(picture(1), withVectors)).toBe(nobody);
  });
});
