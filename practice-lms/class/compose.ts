import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { type Photograph, type Placed, photographs } from './photographs.ts';

const require = createRequire(import.meta.url);

/** A portrait of npm's tabler-ui (MIT): 128 x 128 JPEG. */
export const portraitPath = (portrait: string): string =>
  join(dirname(require.resolve('tabler-ui/package.json')), 'dist/demo/faces', `${portrait}.jpg`);

/** Soft at the edge, so that a face stands in the room and not in a frame. */
const softEdge = (size: number): Buffer =>
  Buffer.from(
    `<svg width="${size}" height="${size}"><defs><radialGradient id="g" cx="50%" cy="50%" r="50%"><stop offset="86%" stop-color="#fff"/><stop offset="100%" stop-color="#fff" stop-opacity="0"/></radialGradient></defs><rect width="${size}" height="${size}" rx="${size / 2.6}" fill="url(#g)"/></svg>`,
  );

const render = async ({ portrait, tile, turn, light, blur, mirrored }: Placed): Promise<OverlayOptions> => {
  const { size } = tile;
  const upright = await sharp(portraitPath(portrait)).resize(size, size).flop(mirrored).toBuffer();
  const turned = await sharp(upright)
    .rotate(turn, { background: '#8d8a84' })
    .resize(size, size, { fit: 'cover', position: 'centre' })
    .modulate({ brightness: light })
    .blur(Math.max(0.3, blur))
    .ensureAlpha()
    .composite([{ input: softEdge(size), blend: 'dest-in' }])
    .png()
    .toBuffer();
  return { input: turned, left: tile.x, top: tile.y };
};

/** A wall, a window, a floor. */
const room = (width: number, height: number): Buffer =>
  Buffer.from(
    `<svg width="${width}" height="${height}"><defs><linearGradient id="w" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#c9c4b8"/><stop offset=".75" stop-color="#a9a498"/><stop offset="1" stop-color="#7d776c"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#w)"/><rect x="${width * 0.06}" y="40" width="${width * 0.24}" height="${height * 0.2}" fill="#dfe7ea"/><rect x="${width * 0.7}" y="50" width="${width * 0.2}" height="${height * 0.16}" fill="#4c5a50"/></svg>`,
  );

export const composePhotograph = async ({ width, height, people, gloom, jpegQuality }: Photograph): Promise<Buffer> => {
  const faces = await Promise.all(people.map(render));
  const lit = await sharp(room(width, height)).composite(faces).removeAlpha().png({ compressionLevel: 1 }).toBuffer();
  return sharp(lit)
    .linear(gloom < 0 ? 0.75 : 1, gloom / 2)
    .jpeg({ quality: jpegQuality })
    .toBuffer();
};

/** Makes the photographs in a folder where they are missing or older than their plan; answers their paths by name. */
export const composeInto = async (folder: string): Promise<Map<string, string>> => {
  const stamp = createHash('sha256').update(JSON.stringify(photographs)).digest('hex');
  const stampFile = join(folder, 'plan.sha256');
  const standing = await readFile(stampFile, 'utf8').catch(() => '');
  const paths = new Map(photographs.map(({ name }) => [name, join(folder, `${name}.jpg`)]));
  if (standing === stamp) return paths;
  await mkdir(folder, { recursive: true });
  for (const photograph of photographs) {
    await writeFile(join(folder, `${photograph.name}.jpg`), await composePhotograph(photograph));
  }
  await writeFile(stampFile, stamp);
  return paths;
};
