import type { InferenceSession, Tensor } from 'onnxruntime-web';

/** One model, ready to run on one thread, one run after another. */
export interface Network {
  /** What the next run reads, in the same memory each time: fill it whole, and run. */
  readonly input: Float32Array;
  run(): Promise<Readonly<Record<string, Float32Array>>>;
}

export type RuntimeName = 'native' | 'wasm';

interface Ort {
  readonly InferenceSession: typeof InferenceSession;
  readonly Tensor: typeof Tensor;
}

/** 3: errors only. These models make the runtime warn about initialisers that it then removes. */
const logSeverityLevel = 3;

/**
 * onnxruntime-node where it is installed and loads, else onnxruntime-web (WebAssembly, about three times slower). Both
 * have the same API. `wanted` forces one of them.
 */
export const loadRuntime = async (wanted?: RuntimeName): Promise<{ name: RuntimeName; ort: Ort }> => {
  if (wanted !== 'wasm') {
    try {
      const native = 'onnxruntime-node';
      const loaded = (await import(native)) as Ort & { default?: Ort };
      return { name: 'native', ort: loaded.default ?? loaded };
    } catch (error) {
      if (wanted === 'native') throw error;
    }
  }
  const web = await import('onnxruntime-web');
  web.env.wasm.numThreads = 1;
  return { name: 'wasm', ort: web };
};

/** One thread a model: these models gain nothing from more; several workers do. `shape` is the input's. */
export const openNetwork = async (ort: Ort, bytes: Uint8Array, shape: readonly number[]): Promise<Network> => {
  // A copy, since the runtime takes no shared memory; it keeps none of it.
  const session = await ort.InferenceSession.create(new Uint8Array(bytes), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel,
    executionMode: 'sequential',
    // Planned memory is one block for all of a run: 7 MB more a worker here, and no faster.
    enableMemPattern: false,
  });
  const input = new Float32Array(shape.reduce((product, side) => product * side, 1));
  const feeds = { [session.inputNames[0] ?? 'input']: new ort.Tensor('float32', input, shape) };
  return {
    input,
    async run() {
      const answer = await session.run(feeds);
      return Object.fromEntries(Object.entries(answer).map(([name, tensor]) => [name, tensor.data as Float32Array]));
    },
  };
};
