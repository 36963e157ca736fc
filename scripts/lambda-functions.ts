/** What goes into a function's zip beside its bundle. */
export interface FunctionContents {
  /** The built pages, for the function that serves them. */
  readonly pages?: true;
  /** Packages with binaries, which cannot be bundled. */
  readonly native?: readonly ('sharp' | 'onnxruntime-node')[];
  /** The embedded recogniser's worker, its manifest and its models. */
  readonly engine?: true;
}

/** Each is lti-server/lambdas/<name>.ts, and becomes dist/lambda/<name>.zip with `index.handler` in it (index.mjs). */
export const functions: Readonly<Record<string, FunctionContents>> = {
  web: { pages: true, native: ['sharp'] },
  identify: { native: ['sharp', 'onnxruntime-node'], engine: true },
  publish: {},
  'sync-roster': {},
  report: {},
  realtime: {},
  authorizer: {},
  retain: { native: ['sharp'] },
  health: { native: ['sharp'] },
  'alarm-test': {},
};
