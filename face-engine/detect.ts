import type { ScoredBox } from './boxes.ts';
import type { Pixels } from './pixels.ts';
import type { Network } from './runtime.ts';
import { isCut, type Tile, tileHeight, tileWidth } from './tiles.ts';

/** A box is a face from here on. */
export const faceScore = 0.7;
/** And from here on worth a second look (`second-look.ts`). */
const hintScore = 0.3;
const grey = 1 / 128;

export const detectorShape = [1, 3, tileHeight, tileWidth] as const;

/** The tile as the network wants it: planar RGB, (x - 127) / 128; what lies outside the picture is mid-grey. */
const fillWith = (input: Float32Array, { width, height, data }: Pixels, tile: Tile): void => {
  const plane = tileWidth * tileHeight;
  const rows = Math.min(tileHeight, height - tile.y);
  const columns = Math.min(tileWidth, width - tile.x);
  if (rows < tileHeight || columns < tileWidth) input.fill(grey);
  for (let y = 0; y < rows; y += 1) {
    let from = ((tile.y + y) * width + tile.x) * 3;
    let to = y * tileWidth;
    for (let x = 0; x < columns; x += 1, from += 3, to += 1) {
      input[to] = ((data[from] as number) - 127) / 128;
      input[plane + to] = ((data[from + 1] as number) - 127) / 128;
      input[2 * plane + to] = ((data[from + 2] as number) - 127) / 128;
    }
  }
};

/** What the network sees in its input, in pixels of the tile. */
export const readBoxes = async (network: Network, least: number): Promise<ScoredBox[]> => {
  const { scores, boxes } = await network.run();
  if (scores === undefined || boxes === undefined) throw new Error('The detector answers neither scores nor boxes.');
  const found: ScoredBox[] = [];
  for (let i = 0; i < scores.length / 2; i += 1) {
    const score = scores[2 * i + 1] as number;
    if (score < least) continue;
    const x = (boxes[4 * i] as number) * tileWidth;
    const y = (boxes[4 * i + 1] as number) * tileHeight;
    const width = (boxes[4 * i + 2] as number) * tileWidth - x;
    const height = (boxes[4 * i + 3] as number) * tileHeight - y;
    found.push({ x, y, width, height, score });
  }
  return found;
};

/**
 * Faces and hints of faces in one tile of a level, in pixels of that level. Those cut by an inner edge are left to the
 * neighbour.
 */
export const detectTile = async (network: Network, level: Pixels, tile: Tile): Promise<ScoredBox[]> => {
  fillWith(network.input, level, tile);
  const found = await readBoxes(network, hintScore);
  return found.filter((box) => !isCut(box, tile)).map((box) => ({ ...box, x: box.x + tile.x, y: box.y + tile.y }));
};
