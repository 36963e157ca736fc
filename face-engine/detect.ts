import type { ScoredBox } from './boxes.ts';
import type { Pixels } from './pixels.ts';
import type { Network } from './runtime.ts';
import { isCut, type Tile, tileHeight, tileWidth } from './tiles.ts';

const threshold = 0.7;
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

/** Faces in one tile of a level, in pixels of that level. Faces cut by an inner edge are left to the neighbour. */
export const detectTile = async (network: Network, level: Pixels, tile: Tile): Promise<ScoredBox[]> => {
  fillWith(network.input, level, tile);
  const { scores, boxes } = await network.run();
  if (scores === undefined || boxes === undefined) throw new Error('The detector answers neither scores nor boxes.');
  const found: ScoredBox[] = [];
  for (let i = 0; i < scores.length / 2; i += 1) {
    const score = scores[2 * i + 1] as number;
    if (score < threshold) continue;
    const left = (boxes[4 * i] as number) * tileWidth;
    const top = (boxes[4 * i + 1] as number) * tileHeight;
    const width = (boxes[4 * i + 2] as number) * tileWidth - left;
    const height = (boxes[4 * i + 3] as number) * tileHeight - top;
    if (isCut({ x: left, y: top, width, height }, tile)) continue;
    found.push({ x: left + tile.x, y: top + tile.y, width, height, score });
  }
  return found;
};
