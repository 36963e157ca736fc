import type { KeyVault, Sealed } from '../../core/ports/key-vault.ts';
import { type Condition, ConditionFailed, type Item, type Table } from '../table.ts';

/** The templates of one person in one gallery: a vector for each reference. */
export interface PersonTemplates {
  readonly person: string;
  /** Which one made the vectors; null of a release that knew one alone. */
  readonly model: string | null;
  readonly references: readonly { readonly id: string; readonly vector: Float32Array }[];
}

/** Vectors of the embedded engine, in the one table, encrypted: whoever gets at the file has nobody's face. */
export interface TemplateStore {
  /** @throws MusterError DENIED when no key that the vault has opens them */
  list(gallery: string): Promise<PersonTemplates[]>;
  /** Without reading anybody's vectors, so that they can be erased whatever has become of the key. */
  people(gallery: string): Promise<string[]>;
  put(gallery: string, templates: PersonTemplates): Promise<void>;
  remove(gallery: string, person: string): Promise<void>;
}

const partition = (gallery: string) => `GALLERY#${gallery}`;
const prefix = 'PERSON#';
const personOf = ({ sk }: Item) => sk.slice(prefix.length);

/** Base64 of the floats' little-endian bytes. */
const toText = (vector: Float32Array) =>
  Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');

const toVector = (text: string): Float32Array => {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return new Float32Array(bytes.buffer);
};

type Stored = readonly { readonly id: string; readonly vector: string }[];

/** Schema 1 had `references` as they are. */
interface SealedItem extends Item, Sealed {
  readonly schema: 2;
}
const isSealed = (item: Item): item is SealedItem => item.schema === 2;

/** Still as it was read, so that nobody's newer templates are written over, and nobody's erased ones come back. */
const unchanged = (item: Item): Condition =>
  isSealed(item)
    ? { kind: 'equals', attribute: 'ciphertext', value: item.ciphertext }
    : { kind: 'equals', attribute: 'schema', value: 1 };

/** Erases without being able to read: where there is a table and no secret. */
export const templateEraser = (table: Table): Pick<TemplateStore, 'remove'> => ({
  async remove(gallery, person) {
    await table.remove(partition(gallery), `${prefix}${person}`);
  },
});

export const templateStore = (table: Table, vault: KeyVault): TemplateStore => {
  const items = (gallery: string) => table.query(partition(gallery), { prefix });

  const open = async (item: Item): Promise<Stored> =>
    isSealed(item)
      ? (JSON.parse(await vault.decrypt(item, `${item.pk}/${item.sk}`)) as Stored)
      : (item.references as Stored);

  const write = async (
    { pk, sk, model = null }: Pick<Item, 'pk' | 'sk'> & { readonly model?: unknown },
    stored: Stored,
    condition?: Condition,
  ): Promise<void> => {
    const sealed = await vault.encrypt(JSON.stringify(stored), `${pk}/${sk}`);
    await table.put({ pk, sk, schema: 2, model, ...sealed }, condition);
  };

  /** What an earlier release left open, or an earlier secret encrypted, is encrypted with the present one. */
  const sealAnew = async (item: Item, stored: Stored): Promise<void> => {
    if (isSealed(item) && item.keyId === vault.currentKeyId) return;
    try {
      await write(item, stored, unchanged(item));
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
    }
  };

  return {
    async list(gallery) {
      const all: PersonTemplates[] = [];
      for (const item of await items(gallery)) {
        const stored = await open(item);
        await sealAnew(item, stored);
        const references = stored.map(({ id, vector }) => ({ id, vector: toVector(vector) }));
        const model = typeof item.model === 'string' ? item.model : null;
        all.push({ person: personOf(item), model, references });
      }
      return all;
    },
    people: async (gallery) => (await items(gallery)).map(personOf),
    async put(gallery, { person, model, references }) {
      const stored = references.map(({ id, vector }) => ({ id, vector: toText(vector) }));
      await write({ pk: partition(gallery), sk: `${prefix}${person}`, model }, stored);
    },
    ...templateEraser(table),
  };
};
