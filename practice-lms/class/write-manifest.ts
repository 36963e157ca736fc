import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { students, visitors } from './draw.ts';
import { missing, photographs } from './photographs.ts';

/** Who is in which photograph, where, how rendered, and what decision is expected: committed, and held against the code. */
export const manifest = { students, visitors, missing, photographs };

const manifestPath: string = fileURLToPath(new URL('./manifest.json', import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(manifestPath, `${JSON.stringify(manifest, null, 1)}\n`);
}
