import { alignedSide } from './align.ts';
import type { Network } from './runtime.ts';

/** Length 1, so that the cosine of two is their dot product. */
const normalise = (vector: Float32Array): Float32Array => {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const length = Math.sqrt(sum) || 1;
  return vector.map((value) => value / length);
};

export const embedderShape = [1, 3, alignedSide, alignedSide] as const;

/** The vector of an aligned face (planar RGB 0-255). */
export const embed = async (network: Network, aligned: Float32Array): Promise<Float32Array> => {
  const { input } = network;
  for (let i = 0; i < input.length; i += 1) input[i] = ((aligned[i] as number) - 127) / 128;
  const vector = Object.values(await network.run())[0];
  if (vector === undefined) throw new Error('The feature network answers nothing.');
  return normalise(vector);
};

/** Left and right exchanged. */
const mirrored = (aligned: Float32Array): Float32Array =>
  aligned.map((_, at) => aligned[at - 2 * (at % alignedSide) + alignedSide - 1] as number);

/**
 * The vector of a face with little detail: the mean of its own and its mirror image's, in which much of the noise is
 * gone. It resembles its person a little more and strangers less, and costs twice the time.
 */
export const embedSoft = async (network: Network, aligned: Float32Array): Promise<Float32Array> =>
  meanVector([await embed(network, aligned), await embed(network, mirrored(aligned))]);

export const cosine = (a: Float32Array, b: Float32Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
};

/** One template of several pictures: their mean, which recognises better than the best of them. */
export const meanVector = (vectors: readonly Float32Array[]): Float32Array => {
  const [first] = vectors;
  if (first === undefined) throw new Error('No vectors to take the mean of.');
  const sum = new Float32Array(first.length);
  for (const vector of vectors)
    for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] as number) + (vector[i] as number);
  return normalise(sum);
};
