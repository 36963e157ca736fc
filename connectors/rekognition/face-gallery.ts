import {
  CompareFacesCommand,
  DeleteCollectionCommand,
  DetectFacesCommand,
  type FaceDetail,
  ListCollectionsCommand,
  type RekognitionClient,
  SearchUsersByImageCommand,
} from '@aws-sdk/client-rekognition';
import type { Box } from '../../core/biometrics/identification.ts';
import type { FaceGallery, IdentifiedFace, IdentifyOptions, ServiceCalls } from '../../core/ports/face-gallery.ts';
import { area, boxOf, covers } from './boxes.ts';
import { boundedCalls, type Calls, withEach } from './calls.ts';
import { describe, type OwnThresholds } from './description.ts';
import { answersOfEarlierShots, type FaceLooks } from './earlier-shots.ts';
import { type Meter, meter } from './meter.ts';
import { type OpenPicture, openPicture, withinLimits } from './pictures.ts';
import { type Places, type PlacesOptions, places } from './places.ts';

const maxCandidates = 5;
/** How much larger than the face a crop is; a second, closer one where the first shows a neighbour larger. */
const cropFactors = [2.4, 1.3] as const;

/** One piece of work and the answered calls that it took: numbers alone. */
export interface RekognitionUse {
  readonly work: 'inspect' | 'compare' | 'put' | 'remove' | 'list' | 'drop' | 'identify';
  readonly calls: ServiceCalls;
}

export interface RekognitionGalleryOptions extends Partial<PlacesOptions> {
  /** Before each collection's name, so that an account and its permissions can tell them from others. */
  readonly prefix?: string;
  readonly thresholds?: OwnThresholds;
  /** Groups the faces of a session's shots, so that each person is searched once. Left out: every face is. */
  readonly looks?: FaceLooks;
  readonly onUse?: (use: RekognitionUse) => void;
  /** Is told why faces could not be grouped; all of them are searched then. */
  readonly onUngrouped?: (error: unknown) => void;
}

/**
 * Amazon Rekognition, or a server that speaks its protocol: a collection for each gallery, a user for each person. Only
 * references are ever indexed. A class picture is detected in once and searched by a crop of each face, which stores
 * nothing; no attributes beyond the default ones are asked for (design rule 8).
 */
export const rekognitionFaceGallery = (
  client: RekognitionClient,
  options: RekognitionGalleryOptions = {},
): FaceGallery => {
  const { prefix = 'muster-', firstPause = 200, pageLength = 500, looks, onUse, onUngrouped } = options;
  const description = describe(options.thresholds);
  const shared = boundedCalls();
  const collectionOf = (gallery: string) => `${prefix}${gallery}`;
  let modelVersion: string | null = null;

  /** What the work costs is told when it has ended, however it did. */
  const metered = async <T>(work: RekognitionUse['work'], run: (meter: Meter) => Promise<T>): Promise<T> => {
    const counting = meter(shared);
    try {
      return await run(counting);
    } finally {
      onUse?.({ work, calls: counting.counts() });
    }
  };
  const inPlaces = <T>(work: RekognitionUse['work'], run: (people: Places) => Promise<T>): Promise<T> =>
    metered(work, ({ calls }) => run(places(client, calls, { firstPause, pageLength })));

  /** Told with every search; before the first, the collections of earlier runs know. */
  const findModelVersion = async (): Promise<string | null> => {
    let NextToken: string | undefined;
    do {
      const command = new ListCollectionsCommand({ NextToken });
      const answer = await shared('ListCollections', () => client.send(command));
      const at = (answer.CollectionIds ?? []).findIndex((id) => id.startsWith(prefix));
      if (at >= 0) return answer.FaceModelVersions?.[at] ?? null;
      NextToken = answer.NextToken;
    } while (NextToken !== undefined);
    return null;
  };

  const detect = async (calls: Calls, image: Uint8Array): Promise<{ box: Box; detail: FaceDetail }[]> => {
    const command = new DetectFacesCommand({ Image: { Bytes: await withinLimits(image) }, Attributes: ['DEFAULT'] });
    const { FaceDetails = [] } = await calls('DetectFaces', () => client.send(command));
    return FaceDetails.map((detail) => ({ box: boxOf(detail.BoundingBox ?? {}), detail })).sort(
      (a, b) => area(b.box) - area(a.box),
    );
  };

  const searchFace = async (
    calls: Calls,
    CollectionId: string,
    picture: OpenPicture,
    box: Box,
  ): Promise<IdentifiedFace['candidates']> => {
    for (const factor of cropFactors) {
      const { jpeg, centre } = await picture.crop(box, factor);
      const command = new SearchUsersByImageCommand({
        CollectionId,
        Image: { Bytes: jpeg },
        MaxUsers: maxCandidates,
        // The nearest are shown to the teacher whatever they reach; thresholds are Muster's.
        UserMatchThreshold: 0,
      });
      const answer = await calls('SearchUsersByImage', () => client.send(command), {
        ResourceNotFoundException: () => null,
      });
      if (answer === null) return [];
      modelVersion = answer.FaceModelVersion ?? modelVersion;
      if (!covers(answer.SearchedFace?.FaceDetail?.BoundingBox, centre)) continue;
      return (answer.UserMatches ?? [])
        .flatMap(({ User, Similarity }) =>
          User?.UserId === undefined || Similarity === undefined
            ? []
            : [{ person: User.UserId, similarity: Similarity }],
        )
        .sort((a, b) => b.similarity - a.similarity);
    }
    return [];
  };

  const known = async (
    image: Uint8Array,
    boxes: readonly Box[],
    { earlier }: IdentifyOptions,
  ): Promise<(IdentifiedFace['candidates'] | null)[]> => {
    const shots = looks === undefined || earlier === undefined ? [] : await earlier();
    if (looks === undefined || shots.length === 0) return [];
    try {
      return await answersOfEarlierShots(looks, image, boxes, shots, description.thresholds);
    } catch (error) {
      onUngrouped?.(error);
      return [];
    }
  };

  const identify = async (calls: Calls, gallery: string, image: Uint8Array, told: IdentifyOptions) => {
    const picture = await openPicture(image);
    const found = await detect(calls, image);
    await told.onProgress?.(0, found.length);
    const boxes = found.map(({ box }) => box);
    const answers = await known(image, boxes, told);
    let compared = 0;
    return withEach([...boxes.entries()], async ([index, box]): Promise<IdentifiedFace> => {
      const candidates = answers[index] ?? (await searchFace(calls, collectionOf(gallery), picture, box));
      compared += 1;
      await told.onProgress?.(compared, found.length);
      return { box, heightPx: Math.round(box.height * picture.height), candidates };
    });
  };

  return {
    async describe() {
      modelVersion ??= await findModelVersion();
      return { ...description, modelVersion: modelVersion ?? 'unknown' };
    },
    inspect: (image) =>
      metered('inspect', async ({ calls }) => {
        const { height } = await openPicture(image);
        return (await detect(calls, image)).map(({ box, detail: { Quality, Pose } }) => ({
          box,
          quality: {
            heightPx: box.height * height,
            brightness: Quality?.Brightness ?? 0,
            sharpness: Quality?.Sharpness ?? 0,
            yaw: Pose?.Yaw ?? 0,
            pitch: Pose?.Pitch ?? 0,
          },
        }));
      }),
    compare: (a, b) =>
      metered('compare', async ({ calls }) => {
        const command = new CompareFacesCommand({
          SourceImage: { Bytes: await withinLimits(a) },
          TargetImage: { Bytes: await withinLimits(b) },
          SimilarityThreshold: 0,
        });
        // A picture without a face is an invalid parameter to this operation; our parameters are valid otherwise.
        const none = { InvalidParameterException: () => null };
        const answer = await calls('CompareFaces', () => client.send(command), none);
        const [largest] = (answer?.FaceMatches ?? [])
          .map(({ Similarity, Face }) => ({ similarity: Similarity ?? 0, box: boxOf(Face?.BoundingBox ?? {}) }))
          .sort((one, other) => area(other.box) - area(one.box));
        return largest?.similarity ?? null;
      }),
    put: (gallery, person, references) =>
      inPlaces('put', (people) => people.put(collectionOf(gallery), person, references)),
    remove: (gallery, person) => inPlaces('remove', (people) => people.remove(collectionOf(gallery), person)),
    list: (gallery) => inPlaces('list', (people) => people.list(collectionOf(gallery))),
    drop: (gallery) =>
      metered('drop', async ({ calls }) => {
        const command = new DeleteCollectionCommand({ CollectionId: collectionOf(gallery) });
        await calls('DeleteCollection', () => client.send(command).then(() => {}), {
          ResourceNotFoundException: () => {},
        });
      }),
    identify: (gallery, image, told = {}) =>
      metered('identify', async ({ calls, counts }) => {
        try {
          return await identify(calls, gallery, image, told);
        } finally {
          told.onCalls?.(counts());
        }
      }),
  };
};
