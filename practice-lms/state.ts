import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, exportPKCS8, generateKeyPair, importPKCS8, type JWK } from 'jose';
import type { Tool } from './tool.ts';

export interface StoredLineItem {
  readonly id: string;
  readonly course: string;
  readonly label: string;
  readonly scoreMaximum: number;
  readonly resourceId: string | null;
  readonly tag: string | null;
  readonly resourceLinkId: string | null;
  /** Id of the tool it belongs to; the built-in one when it is absent. */
  readonly tool?: string;
  /** Made by the platform for a link, not by the tool. */
  readonly coupled?: boolean;
}

/** A link that a teacher put into a course, chosen with a tool. */
export interface StoredLink {
  readonly id: string;
  readonly course: string;
  readonly tool: string;
  readonly title: string;
  readonly url: string | null;
  readonly custom: Readonly<Record<string, string>>;
}

export interface StoredScore {
  readonly user: string;
  readonly timestamp: string;
  /** Null: cleared, or not final. */
  readonly score: number | null;
  readonly maximum: number | null;
  readonly comments?: readonly string[];
  readonly attempts?: number;
  readonly submittedAt?: string;
}

interface Stored {
  privateKey: string;
  kid: string;
  lineItems: StoredLineItem[];
  /** Line item -> user -> the newest score. */
  scores: Record<string, Record<string, StoredScore>>;
  nextLineItem: number;
  tools: Tool[];
  links: StoredLink[];
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
  const empty = { kid: 'practice-lms-1', lineItems: [], scores: {}, nextLineItem: 1, tools: [], links: [] };
  const stored: Stored =
    text === null
      ? {
          ...empty,
          privateKey: await exportPKCS8((await generateKeyPair('RS256', { extractable: true })).privateKey),
        }
      : { ...empty, ...(JSON.parse(text) as Omit<Stored, 'tools' | 'links'>) };
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
        const { privateKey, kid, lineItems, scores, nextLineItem, tools, links } = state;
        const kept: Stored = { privateKey, kid, lineItems, scores, nextLineItem, tools, links };
        await writeFile(`${path}.part`, JSON.stringify(kept));
        await rename(`${path}.part`, path);
      });
      return writing;
    },
  };
  await state.save();
  return state;
};
