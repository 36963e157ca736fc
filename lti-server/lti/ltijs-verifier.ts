import { createRequire } from 'node:module';

/** What is used of jsonwebtoken. */
export interface Jsonwebtoken {
  verify(token: string, key: string, options: Readonly<Record<string, unknown>>): unknown;
}

/** The copy that ltijs verifies with. A bundle has no folders to look in: scripts/package.ts puts its own copy here. */
export const ltijsVerifier = (): Jsonwebtoken =>
  createRequire(createRequire(import.meta.url).resolve('ltijs'))('jsonwebtoken') as Jsonwebtoken;
