import { z } from 'zod';
import { findCollection } from './collection-store.ts';
import { boundingBox, confidence, faceDetail } from './face-detail.ts';
import { noFaces } from './fault.ts';
import { atMost, collectionId, image, maxFacesPerCall, maxUsersPerCall, qualityFilter, threshold } from './fields.ts';
import { operation } from './operation.ts';
import { readPicture } from './picture.ts';
import { reasonsAgainst } from './quality-bar.ts';
import { matchingFaces, matchingUsers } from './searches.ts';

const request = z.object({ CollectionId: collectionId, Image: image, QualityFilter: qualityFilter('NONE') });

/** Searches for the largest face alone, and refuses a picture without one. */
export const searchFacesByImage = operation(
  request.extend({ MaxFaces: atMost(maxFacesPerCall), FaceMatchThreshold: threshold(80) }),
  async (service, { CollectionId, Image, QualityFilter, MaxFaces, FaceMatchThreshold }) => {
    const { store, engine } = service;
    findCollection(store.collections, CollectionId);
    const picture = await readPicture(engine, Image, true);
    const [face] = picture.faces;
    if (face === undefined || face.vector === null || reasonsAgainst(face, picture, QualityFilter).length > 0) {
      throw noFaces();
    }
    const collection = findCollection(store.collections, CollectionId);
    return {
      FaceModelVersion: engine.modelVersion,
      SearchedFaceBoundingBox: boundingBox(face, picture),
      SearchedFaceConfidence: confidence(face),
      FaceMatches: matchingFaces(service, collection, face.vector, { least: FaceMatchThreshold, most: MaxFaces }),
    };
  },
);

/** Searches for the largest face alone and names the others; a picture without one is answered with nothing. */
export const searchUsersByImage = operation(
  request.extend({ MaxUsers: atMost(maxUsersPerCall), UserMatchThreshold: threshold(80) }),
  async (service, { CollectionId, Image, QualityFilter, MaxUsers, UserMatchThreshold }) => {
    const { store, engine } = service;
    findCollection(store.collections, CollectionId);
    const picture = await readPicture(engine, Image, true);
    const FaceModelVersion = engine.modelVersion;
    const judged = picture.faces.map((face, index) => ({
      face,
      reasons: [...reasonsAgainst(face, picture, QualityFilter), ...(index > 0 ? ['FACE_NOT_LARGEST'] : [])],
    }));
    const UnsearchedFaces = judged
      .filter(({ reasons }) => reasons.length > 0)
      .map(({ face, reasons }) => ({ FaceDetails: faceDetail(face, picture), Reasons: reasons }));
    const searched = judged.find(({ reasons }) => reasons.length === 0)?.face;
    if (searched === undefined || searched.vector === null)
      return { FaceModelVersion, UserMatches: [], UnsearchedFaces };
    const collection = findCollection(store.collections, CollectionId);
    return {
      FaceModelVersion,
      SearchedFace: { FaceDetail: faceDetail(searched, picture) },
      UnsearchedFaces,
      UserMatches: matchingUsers(service, collection, searched.vector, { least: UserMatchThreshold, most: MaxUsers }),
    };
  },
);
