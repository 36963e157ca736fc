import { jest } from '@jest/globals';

/** As npm leaves it where there is no build for the machine: it does not load. */
jest.unstable_mockModule('onnxruntime-node', () => {
  throw new Error('Cannot find module');
});
const { loadRuntime } = await import('../../../face-engine/runtime.ts');

describe('without the native runtime', () => {
  it('the one of WebAssembly is taken by itself', async () => {
    const { name, ort } = await loadRuntime();
    expect(name).toBe('wasm');
    expect(ort.InferenceSession).toBeDefined();
  });

  it('is refused to whoever asks for the native one', async () => {
    await expect(loadRuntime('native')).rejects.toThrow('Cannot find module');
  });
});
