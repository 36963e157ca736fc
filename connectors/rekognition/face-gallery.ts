import {
  type BoundingBox,
  CompareFacesCommand,
  DeleteCollectionCommand,
  DetectFacesCommand,
  type FaceDetail,
  ListCollectionsCommand,
  type RekognitionClient,
  SearchUsersByImageCommand,
} from '@aws-sdk/client-rekognition';
import type { Box } from '../../core/biometrics/identification.ts';
import type { EngineDescription, FaceGallery, IdentifiedFace } from '../../core/ports/face-gallery.ts';
import { boundedCalls, withEach } from './calls.ts';
import { type OpenPicture, openPicture, withinLimits } from './pictures.ts';
import { type PlacesOptions, places } from './places.ts';

/**
 * 99 is what AWS recommends for identifying people, 80 is its default. The margin is what the embedded engine's 8 points
 * of cosine are in log-odds on the curve of face-engine/rekognition/similarity.ts (.08 x 16.04).
 */
const description = {
  engine: 'rekognition',
  thresholds: { match: 99, review: 80, margin: 1.283, scale: 'log-odds' },
  qualityLimits: { minHeightPx: 90, minBrightness: 18, maxBrightness: 96, minSharpness: 22, maxYaw: 40, maxPitch: 38 },
  origin:
    "99 is AWS's recommendation for identifying people, 80 its default; neither was measured here on AWS itself. On Muster's own server of the protocol 99 and 80 are cosines .55 and .35, measured as the embedded engine's 55 and 35; the margin is .08 of cosine.",
} as const satisfies Omit<EngineDescription, 'modelVersion'>;

const maxCandidates = 5;
/** How much larger than the face a crop is; a second, closer one where the first shows a neighbour larger. */
const cropFactors = [2.4, 1.3] as const;

const share = (value: number | undefined) => Math.min(1, Math.max(0, value ?? 0));

/** The service's boxes run over the edge of the picture where faces do. */
const boxOf = ({ Left = 0, Top = 0, Width = 0, Height = 0 }: BoundingBox): Box => {
  const left = share(Left);
  const top = share(Top);
  return { left, top, width: share(Left + Width) - left, height: share(Top + Height) - top };
};

const area = ({ width, height }: Box) => width * height;

const covers = (box: BoundingBox | undefined, { x, y }: { x: number; y: number }): boolean => {
  if (box === undefined) return false;
  const { left, top, width, height } = boxOf(box);
  return x >= left && x <= left + width && y >= top && y <= top + height;
};

export interface RekognitionGalleryOptions extends Partial<PlacesOptions> {
  /** Before each collection's name, so that an account and its permissions can tell them from others. */
  readonly prefix?: string;
}

/**
 * Amazon Rekognition, or a server that speaks its protocol: a collection for each gallery, a user for each person. Only
 * references are ever indexed. A class picture is detected in once and searched by a crop of each face, which stores
 * nothing; no attributes beyond the default ones are asked for (design rule 8).
 */
export const rekognitionFaceGallery = (
  client: RekognitionClient,
  { prefix = 'muster-', firstPause = 200, pageLength = 500 }: RekognitionGalleryOptions = {},
): FaceGallery => {
  const calls = boundedCalls();
  const people = places(client, calls, { firstPause, pageLength });
  const collectionOf = (gallery: string) => `${prefix}${gallery}`;
  let modelVersion: string | null = null;

  /** Told with every search; before the first, the collections of earlier runs know. */
  const findModelVersion = async (): Promise<string | null> => {
    let NextToken: string | undefined;
    do {
      const command = new ListCollectionsCommand({ NextToken });
      const answer = await calls('ListCollections', () => client.send(command));
      const at = (answer.CollectionIds ?? []).findIndex((id) => id.startsWith(prefix));
      if (at >= 0) return answer.FaceModelVersions?.[at] ?? null;
      NextToken = answer.NextToken;
    } while (NextToken !== undefined);
    return null;
  };

  const detect = async (image: Uint8Array): Promise<{ box: Box; detail: FaceDetail }[]> => {
    const command = new DetectFacesCommand({ Image: { Bytes: await withinLimits(image) }, Attributes: ['DEFAULT'] });
    const { FaceDetails = [] } = await calls('DetectFaces', () => client.send(command));
    return FaceDetails.map((detail) => ({ box: boxOf(detail.BoundingBox ?? {}), detail })).sort(
      (a, b) => area(b.box) - area(a.box),
    );
  };

  const searchFace = async (
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

  return {
    async describe() {
      modelVersion ??= await findModelVersion();
      return { ...description, modelVersion: modelVersion ?? 'unknown' };
    },
    async inspect(image) {
      const { height } = await openPicture(image);
      return (await detect(image)).map(({ box, detail: { Quality, Pose } }) => ({
        box,
        quality: {
          heightPx: box.height * height,
          brightness: Quality?.Brightness ?? 0,
          sharpness: Quality?.Sharpness ?? 0,
          yaw: Pose?.Yaw ?? 0,
          pitch: Pose?.Pitch ?? 0,
        },
      }));
    },
    async compare(a, b) {
      const command = new CompareFacesCommand({
        SourceImage: { Bytes: await withinLimits(a) },
        TargetImage: { Bytes: await withinLimits(b) },
        SimilarityThreshold: 0,
      });
      // A picture without a face is an invalid parameter to this operation; our parameters are valid otherwise.
      const answer = await calls('CompareFaces', () => client.send(command), { InvalidParameterException: () => null });
      const [largest] = (answer?.FaceMatches ?? [])
        .map(({ Similarity, Face }) => ({ similarity: Similarity ?? 0, box: boxOf(Face?.BoundingBox ?? {}) }))
        .sort((one, other) => area(other.box) - area(one.box));
      return largest?.similarity ?? null;
    },
    put: (gallery, person, references) => people.put(collectionOf(gallery), person, references),
    remove: (gallery, person) => people.remove(collectionOf(gallery), person),
    list: (gallery) => people.list(collectionOf(gallery)),
    async drop(gallery) {
      const command = new DeleteCollectionCommand({ CollectionId: collectionOf(gallery) });
      await calls('DeleteCollection', () => client.send(command).then(() => {}), {
        ResourceNotFoundException: () => {},
      });
    },
    async identify(gallery, image, onProgress) {
      const picture = await openPicture(image);
      const found = await detect(image);
      onProgress?.(0, found.length);
      let compared = 0;
      return withEach(found, async ({ box }) => {
        const candidates = await searchFace(collectionOf(gallery), picture, box);
        compared += 1;
        onProgress?.(compared, found.length);
        return { box, heightPx: Math.round(box.height * picture.height), candidates };
      });
    },
  };
};
