const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Of a server that speaks AWS' protocol in its place; AWS' own of the region when left out. One on this machine takes any
 * credentials; for all others the SDK finds its own.
 */
export const endpointSettings = (endpoint: string | undefined) => {
  if (endpoint === undefined) return {};
  const isHere = loopback.has(new URL(endpoint).hostname);
  return isHere ? { endpoint, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } } : { endpoint };
};

/** Milliseconds. Without the last the SDK only warns of an answer that does not come, and waits for ever. */
export const withinTime = (connectionTimeout: number, requestTimeout: number) => ({
  requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
});
