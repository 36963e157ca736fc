import type { Table } from '../table.ts';

/** The templates of one person in one gallery: a vector for each reference. */
export interface PersonTemplates {
  readonly person: string;
  /** Which one made the vectors; null of a release that knew one alone. */
  readonly model: string | null;
  readonly references: readonly { readonly id: string; readonly vector: Float32Array }[];
}

/** Vectors of the embedded engine, in the one table. Floats are kept as base64 of their little-endian bytes. */
export interface TemplateStore {
  list(gallery: string): Promise<PersonTemplates[]>;
  put(gallery: string, templates: PersonTemplates): Promise<void>;
  remove(gallery: string, person: string): Promise<void>;
}

const partition = (gallery: string) => `GALLERY#${gallery}`;
const prefix = 'PERSON#';

const toText = (vector: Float32Array) =>
  Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');

const toVector = (text: string): Float32Array => {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return new Float32Array(bytes.buffer);
};

type Stored = readonly { readonly id: string; readonly vector: string }[];

export const templateStore = (table: Table): TemplateStore => ({
  async list(gallery) {
    const items = await table.query(partition(gallery), { prefix });
    return items.map((item) => ({
      person: item.sk.slice(prefix.length),
      model: typeof item.model === 'string' ? item.model : null,
      references: (item.references as Stored).map(({ id, vector }) => ({ id, vector: toVector(vector) })),
    }));
  },
  async put(gallery, { person, model, references }) {
    const stored: Stored = references.map(({ id, vector }) => ({ id, vector: toText(vector) }));
    await table.put({ pk: partition(gallery), sk: `${prefix}${person}`, schema: 1, model, references: stored });
  },
  async remove(gallery, person) {
    await table.remove(partition(gallery), `${prefix}${person}`);
  },
});
