import { extname } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
};

export interface Upload {
  readonly key: string;
  readonly contentType: string;
  readonly cacheControl: string;
}

/** Vite's names end in a hash of what is in the file: `index-BvT3k9aQ.js`. */
const hashed = /-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/;

/**
 * How a file below assets/ is kept. What carries a hash in its name never changes; anything else is asked for again each time.
 * @throws for a kind of file that nobody has thought of: a wrong type is not run by browsers (nosniff).
 */
export const uploadOf = (name: string): Upload => {
  const contentType = types[extname(name)];
  if (contentType === undefined) throw new Error(`assets/${name}: no content type is known for it`);
  return {
    key: `assets/${name}`,
    contentType,
    cacheControl: hashed.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
};
