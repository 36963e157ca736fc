import { mkdir } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';
import type { Change, Collections, Journal, StoredFace } from './collection-store.ts';

/** For whoever starts the server: why this folder cannot be used, in words. */
export class DataFolderRefused extends Error {
  override readonly name = 'DataFolderRefused';
}

const modelKey = 'model';
/** Ids hold no "/". Collections sort before their faces and users, so that reading in order builds them up. */
const collectionKey = (collection: string) => `1/${collection}`;
const faceKey = (collection: string, faceId: string) => `2/${collection}/${faceId}`;
const userKey = (collection: string, userId: string) => `3/${collection}/${userId}`;

const vectorText = (vector: Float32Array) =>
  Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
const textVector = (text: string) => new Float32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer);

type Operation = { type: 'put'; key: string; value: string } | { type: 'del'; key: string };

const operationsOf = (change: Change, before: Collections): Operation[] => {
  const { collection } = change;
  switch (change.kind) {
    case 'create':
      return [{ type: 'put', key: collectionKey(collection), value: String(change.createdAt) }];
    case 'drop': {
      const standing = before.get(collection);
      const faces = [...(standing?.faces.keys() ?? [])].map((id) => faceKey(collection, id));
      const users = [...(standing?.users.keys() ?? [])].map((id) => userKey(collection, id));
      return [collectionKey(collection), ...faces, ...users].map((key) => ({ type: 'del', key }));
    }
    case 'face': {
      const { vector, ...rest } = change.face;
      const value = JSON.stringify({ ...rest, vector: vectorText(vector) });
      return [{ type: 'put', key: faceKey(collection, change.face.faceId), value }];
    }
    case 'forget-face':
      return [{ type: 'del', key: faceKey(collection, change.faceId) }];
    case 'user':
      return [{ type: 'put', key: userKey(collection, change.user.userId), value: JSON.stringify(change.user) }];
    case 'forget-user':
      return [{ type: 'del', key: userKey(collection, change.userId) }];
  }
};

const changeOf = (key: string, value: string): Change => {
  const [kind, collection = ''] = key.split('/');
  if (kind === '1') return { kind: 'create', collection, createdAt: Number(value) };
  if (kind === '3') return { kind: 'user', collection, user: JSON.parse(value) };
  const { vector, ...rest } = JSON.parse(value) as Omit<StoredFace, 'vector'> & { vector: string };
  return { kind: 'face', collection, face: { ...rest, vector: textVector(vector) } };
};

/** Keeps collections in a folder (LevelDB). Vectors of one model say nothing to another: the folder knows its model. */
export const openDataFolder = async (folder: string, modelVersion: string): Promise<Journal> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const level = new ClassicLevel<string, string>(folder);
  try {
    await level.open();
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    if (cause?.code !== 'LEVEL_LOCKED') throw error;
    throw new DataFolderRefused('Another process keeps its data in this folder.', { cause: error });
  }
  const filledBy = await level.get(modelKey);
  if (filledBy !== undefined && filledBy !== modelVersion) {
    await level.close();
    throw new DataFolderRefused(`This folder was filled with the models ${filledBy}, not with ${modelVersion}.`);
  }
  await level.put(modelKey, modelVersion);
  return {
    async read() {
      const changes: Change[] = [];
      for await (const [key, value] of level.iterator()) if (key !== modelKey) changes.push(changeOf(key, value));
      return changes;
    },
    keep: (changes, before) =>
      level.batch(
        changes.flatMap((change) => operationsOf(change, before)),
        { sync: true },
      ),
    close: () => level.close(),
  };
};
