import sharp, { type OverlayOptions } from 'sharp';
import { portraitPath } from '../../practice-lms/class/compose.ts';
import { enrolmentPictures } from '../../practice-lms/class/portraits.ts';

/** Invented people by their portraits; these six recognise well and resemble nobody of the others. */
export const people = {
  bruno: 'male/6',
  amara: 'female/8',
  bea: 'female/10',
  caleb: 'male/4',
  chiara: 'female/26',
  dmitri: 'male/43',
} as const;

export type SomePerson = keyof typeof people;

/** Drawing takes longer than looking: each picture is drawn once. */
const drawnOnce = <T>(draw: (...args: [SomePerson, number]) => Promise<T>) => {
  const drawn = new Map<string, Promise<T>>();
  return (person: SomePerson, side = 260): Promise<T> => {
    const key = `${person} ${side}`;
    const picture = drawn.get(key) ?? draw(person, side);
    drawn.set(key, picture);
    return picture;
  };
};

const enrolled = drawnOnce((person) => enrolmentPictures(people[person]));

/** Three pictures to enrol with, named after the person and the take. */
export const references = async (person: SomePerson) =>
  (await enrolled(person)).slice(0, 3).map((image, index) => ({ id: `${person}-${index + 1}`, image }));

/** The person again, in another light and a little turned, as none of the references shows them. */
export const face: (person: SomePerson, side?: number) => Promise<Buffer> = drawnOnce(async (person, side) => {
  const large = await sharp(portraitPath(people[person])).resize(side, side).toBuffer();
  return sharp(large)
    .rotate(-5, { background: '#8d8a84' })
    .resize(side, side, { fit: 'cover' })
    .modulate({ brightness: 1.12 })
    .png()
    .toBuffer();
});

const canvas = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#b4afa3' } });

/** Nobody is in it. */
export const emptyRoom = (): Promise<Buffer> => canvas(900, 600).jpeg().toBuffer();

export interface Standing {
  readonly person: SomePerson;
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** People where they are put. */
export const scene = async (standing: readonly Standing[], width = 1200, height = 700): Promise<Buffer> => {
  const faces = await Promise.all(
    standing.map(async ({ person, left, top, side }): Promise<OverlayOptions> => {
      return { input: await face(person, side), left, top };
    }),
  );
  return canvas(width, height).composite(faces).jpeg({ quality: 90 }).toBuffer();
};

/** Three people beside one another, the first the largest and the last the smallest. */
export const group = (names: readonly [SomePerson, SomePerson, SomePerson]): Promise<Buffer> =>
  scene(names.map((person, index) => ({ person, left: 40 + index * 390, top: 180, side: 300 - index * 50 })));
