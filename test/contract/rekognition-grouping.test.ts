import { faceLooks } from '../../connectors/embedded/face-looks.ts';
import { pictureReader } from '../../connectors/embedded/picture-reader.ts';
import { type RekognitionUse, rekognitionFaceGallery } from '../../connectors/rekognition/face-gallery.ts';
import { groupFaces } from '../../core/biometrics/grouping.ts';
import type { EarlierShot, IdentifiedFace, IdentifyOptions, ServiceCalls } from '../../core/ports/face-gallery.ts';
import type { FaceEngine } from '../../face-engine/index.ts';
import { composePhotograph } from '../../practice-lms/class/compose.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { type Photograph, photographs } from '../../practice-lms/class/photographs.ts';
import { enrolmentPictures } from '../../practice-lms/class/portraits.ts';
import { type OpenRekognition, openRekognition } from '../support/face-galleries.ts';
import { personAt } from '../support/practice-class.ts';
import { openRememberingEngine } from '../support/remembering-engine.ts';

const course = 'c_biology-101';
const planOf = (name: string) => photographs.find((plan) => plan.name === name) as Photograph;
const [front, back, room] = ['biology-front', 'biology-back', 'biology-room'].map(planOf) as [
  Photograph,
  Photograph,
  Photograph,
];

interface Answered {
  readonly shot: EarlierShot;
  readonly calls: ServiceCalls;
}

describe('grouping the faces of a session before they are searched', () => {
  let engine: FaceEngine;
  let opened: OpenRekognition;
  const uses: RekognitionUse[] = [];
  const pictures = new Map<string, Uint8Array>();

  beforeAll(async () => {
    engine = await openRememberingEngine();
    opened = await openRekognition(engine);
    for (const { id, portrait, declines } of students) {
      if (declines) continue;
      const references = (await enrolmentPictures(portrait)).slice(0, 3);
      await opened.gallery.put(
        course,
        id,
        references.map((image, n) => ({ id: `${id}-${n}`, image })),
      );
    }
    for (const plan of [front, back, room]) {
      pictures.set(plan.name, (await pictureReader().clean(await composePhotograph(plan))).jpeg);
    }
  });
  afterAll(async () => {
    await opened?.close();
    await engine?.close();
  });
  afterEach(() => opened.faults.clear());

  const gallery = ({ looks } = faceLooks(async () => engine), onUngrouped: (error: unknown) => void = () => {}) =>
    rekognitionFaceGallery(opened.client, { looks, onUngrouped, onUse: (use) => void uses.push(use) });

  const identify = async (plan: Photograph, earlier: readonly EarlierShot[], by = gallery()): Promise<Answered> => {
    const image = pictures.get(plan.name) ?? new Uint8Array();
    let calls: ServiceCalls = {};
    const options: IdentifyOptions = {
      earlier: async () => earlier,
      onCalls(made) {
        calls = made;
      },
    };
    const faces = await by.identify(course, image, options);
    return { shot: { image, faces }, calls };
  };

  const match = async () => (await opened.gallery.describe()).thresholds.match;
  const named = async ({ shot }: Answered, plan: Photograph) => {
    const least = await match();
    return shot.faces
      .map(({ box, candidates: [best] }: IdentifiedFace) => [
        personAt(box, plan)?.person,
        best !== undefined && best.similarity >= least ? best.person : null,
      ])
      .sort();
  };

  it('saves a search for everybody who is in both of two overlapping photographs, and changes no name', async () => {
    const first = await identify(front, []);
    const alone = await identify(back, []);
    const grouped = await identify(back, [first.shot]);
    const people = (plan: Photograph) => plan.people.map(({ person }) => person);
    const inBoth = people(back).filter((person) => people(front).includes(person));
    expect(inBoth.length).toBe(5);
    expect(first.calls.DetectFaces).toBe(1);
    expect(first.calls.SearchUsersByImage).toBeGreaterThanOrEqual(first.shot.faces.length);
    expect(grouped.calls.DetectFaces).toBe(1);
    console.info(
      `front ${JSON.stringify(first.calls)}, back alone ${JSON.stringify(alone.calls)}, back grouped ${JSON.stringify(grouped.calls)}`,
    );
    const saved = (alone.calls.SearchUsersByImage ?? 0) - (grouped.calls.SearchUsersByImage ?? 0);
    expect(saved).toBeGreaterThanOrEqual(inBoth.length - 1);
    expect(await named(grouped, back)).toEqual(await named(alone, back));
    expect(uses.at(-1)).toEqual({ work: 'identify', calls: grouped.calls });
  });

  it('searches in a third photograph of the whole room only whom neither showed well enough', async () => {
    const first = await identify(front, []);
    const second = await identify(back, [first.shot]);
    const alone = await identify(room, []);
    const third = await identify(room, [first.shot, second.shot]);
    console.info(`room alone ${JSON.stringify(alone.calls)}, room grouped ${JSON.stringify(third.calls)}`);
    expect(third.calls.SearchUsersByImage ?? 0).toBeLessThanOrEqual(0.3 * (alone.calls.SearchUsersByImage ?? 0));
    expect(await named(third, room)).toEqual(await named(alone, room));
    for (const { box, candidates } of third.shot.faces) {
      const [best] = candidates;
      if (best !== undefined && best.similarity >= (await match()))
        expect(best.person).toBe(personAt(box, room)?.person);
    }
  });

  it('takes no two people for one in any of the five photographs, and most people for themselves', async () => {
    const shots = [];
    for (const plan of photographs) {
      const image = (await pictureReader().clean(await composePhotograph(plan))).jpeg;
      const { faces, width, height } = await engine.analyse(image, { vectors: true });
      const boxes = faces.map(({ box }) => ({
        left: Math.max(0, box.x / width),
        top: Math.max(0, box.y / height),
        width: box.width / width,
        height: box.height / height,
      }));
      const looks = await faceLooks(async () => engine).looks(image, boxes);
      shots.push({ looks, people: boxes.map((box) => personAt(box, plan)?.person ?? 'nobody') });
    }
    const groups = new Map<number, string[]>();
    for (const [shot, numbers] of groupFaces(shots.map(({ looks }) => looks)).entries()) {
      for (const [face, number] of numbers.entries()) {
        groups.set(number, [...(groups.get(number) ?? []), shots[shot]?.people[face] ?? '']);
      }
    }
    const mixed = [...groups.values()].filter((people) => new Set(people).size > 1);
    expect(mixed).toEqual([]);
    const together = [...groups.values()].filter((people) => people.length > 1);
    console.info(
      `${groups.size} groups of ${shots.flatMap(({ people }) => people).length} faces, ${together.length} of several shots`,
    );
    expect(together.length).toBeGreaterThanOrEqual(20);
  });

  it('asks the recogniser nothing for the first photograph of a session', async () => {
    let opens = 0;
    const lazy = faceLooks(async () => {
      opens += 1;
      return engine;
    });
    await identify(front, [], gallery(lazy));
    expect(opens).toBe(0);
  });

  it('searches every face, and says why, when the recogniser cannot be opened; and tries again next time', async () => {
    const first = await identify(front, []);
    const told: unknown[] = [];
    let opens = 0;
    const broken = faceLooks(async () => {
      opens += 1;
      if (opens === 1) throw new Error('the models are not there');
      return engine;
    });
    const by = gallery(broken, (error) => void told.push(error));
    const ungrouped = await identify(back, [first.shot], by);
    expect(told).toHaveLength(1);
    expect(ungrouped.calls.SearchUsersByImage).toBeGreaterThanOrEqual(ungrouped.shot.faces.length);
    const grouped = await identify(back, [first.shot], by);
    expect(grouped.calls.SearchUsersByImage).toBeLessThan(ungrouped.calls.SearchUsersByImage ?? 0);
  });

  it('counts what was answered, not what was throttled, and tells it of a failure as well', async () => {
    opened.faults.next('SearchUsersByImage', 1_000, 'AccessDeniedException');
    let calls: ServiceCalls = {};
    const failing = gallery().identify(course, pictures.get(front.name) ?? new Uint8Array(), {
      onCalls(made) {
        calls = made;
      },
    });
    await expect(failing).rejects.toMatchObject({ code: 'DENIED' });
    expect(calls).toEqual({ DetectFaces: 1 });
  });
});
