import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, exportPKCS8, generateKeyPair, importPKCS8, type JWK } from 'jose';

export interface StoredLineItem {
  readonly id: string;
  readonly course: string;
  readonly label: string;
  readonly scoreMaximum: number;
  readonly resourceId: string | null;
  readonly tag: string | null;
  readonly resourceLinkId: string | null;
}

export interface StoredScore {
  readonly user: string;
  readonly timestamp: string;
  /** Null: cleared, or not final. */
  readonly score: number | null;
  readonly maximum: number | null;
}

interface Stored {
  privateKey: string;
  kid: string;
  lineItems: StoredLineItem[];
  /** Line item -> user -> the newest score. */
  scores: Record<string, Record<string, StoredScore>>;
  nextLineItem: number;
}

export interface PracticeState extends Stored {
  readonly key: CryptoKey;
  readonly publicJwk: JWK;
  /** Writes everything, whole or not at all. */
  save(): Promise<void>;
}

/** The platform's memory: a JSON file in a folder, or nothing but memory when there is none. */
export const openState = async (folder: string | null): Promise<PracticeState> => {
  const path = folder === null ? null : join(folder, 'practice-lms.json');
  if (folder !== null) await mkdir(folder, { recursive: true });
  const text = path === null ? null : await readFile(path, 'utf8').catch(() => null);
  const stored: Stored =
    text === null
      ? {
          privateKey: await exportPKCS8((await generateKeyPair('RS256', { extractable: true })).privateKey),
          kid: 'practice-lms-1',
          lineItems: [],
          scores: {},
          nextLineItem: 1,
        }
      : (JSON.parse(text) as Stored);
  const key = await importPKCS8(stored.privateKey, 'RS256', { extractable: true });
  const { kty, n, e } = await exportJWK(key);
  let writing: Promise<void> = Promise.resolve();
  const state: PracticeState = {
    ...stored,
    key,
    publicJwk: {
      ...(kty === undefined ? {} : { kty }),
      ...(n === undefined ? {} : { n }),
      ...(e === undefined ? {} : { e }),
      kid: stored.kid,
      alg: 'RS256',
      use: 'sig',
    },
    save() {
      if (path === null) return Promise.resolve();
      writing = writing.then(async () => {
        const { privateKey, kid, lineItems, scores, nextLineItem } = state;
        await writeFile(`${path}.part`, JSON.stringify({ privateKey, kid, lineItems, scores, nextLineItem }));
        await rename(`${path}.part`, path);
      });
      return writing;
    },
  };
  await state.save();
  return state;
};
