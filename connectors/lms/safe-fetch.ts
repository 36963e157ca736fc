import { lookup as systemLookup } from 'node:dns/promises';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { MusterError } from '../../core/errors.ts';
import { isLoopbackAddress, isPublicAddress } from './public-address.ts';

export interface Address {
  readonly address: string;
  readonly family: number;
}

export interface SafeFetchOptions {
  /** Lets http and https reach this machine; for trying out and for tests. */
  readonly allowLoopback: boolean;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  /** All addresses of a name; the system's resolver unless told otherwise. */
  readonly resolve?: (hostname: string) => Promise<readonly Address[]>;
}

/** What is used of fetch: text in, a whole answer out. */
export type SafeFetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

const defaultTimeoutMs = 5_000;
const defaultMaxBytes = 1_048_576;

const denied = (reason: string) => new MusterError('DENIED', { port: 'web', operation: 'url', reason });

/** The host without the brackets of an IPv6 address. */
const hostOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, '');

const resolveAll = (hostname: string) => systemLookup(hostname, { all: true });

/** @throws MusterError DENIED */
const checkUrl = (url: URL, allowLoopback: boolean): void => {
  const host = hostOf(url);
  const here = host === 'localhost' || isLoopbackAddress(host);
  if (!(url.protocol === 'https:' || (url.protocol === 'http:' && here && allowLoopback))) throw denied('https');
  if (url.username !== '' || url.password !== '') throw denied('credentials');
};

/** One forbidden address among several is reason enough: a name that points inside and outside means no good. */
const checkAddresses = (addresses: readonly Address[], allowLoopback: boolean): void => {
  const allowed = ({ address }: Address) => isPublicAddress(address) || (allowLoopback && isLoopbackAddress(address));
  if (addresses.length === 0 || !addresses.every(allowed)) throw denied('address');
};

/** Reads no further than the cap, whatever Content-Length says. */
const readBody = async (message: IncomingMessage, maxBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      message.destroy();
      throw new MusterError('RESPONSE_INVALID', { port: 'web', operation: 'size' });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const toResponse = (message: IncomingMessage, body: Buffer): Response => {
  const headers = new Headers();
  for (let at = 0; at < message.rawHeaders.length; at += 2) {
    headers.append(message.rawHeaders[at] ?? '', message.rawHeaders[at + 1] ?? '');
  }
  const status = message.statusCode ?? 0;
  return new Response([204, 205, 304].includes(status) ? null : Uint8Array.from(body), { status, headers });
};

const bodyText = (body: RequestInit['body']): string | undefined => {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string' || body instanceof URLSearchParams) return String(body);
  throw new TypeError('The body must be text.');
};

/**
 * A fetch for URLs that others chose (a platform's configuration, keys, services): https only; the name is resolved
 * once, every address of it must be public, and the connection goes to exactly those; no redirects; time and size are
 * bounded, the size while reading. Security framework 1.0 leaves this to the tool.
 * @throws MusterError DENIED for a URL or an address that must not be called, RESPONSE_INVALID for a redirect or too much;
 * what the network throws otherwise
 */
export const safeFetch = (options: SafeFetchOptions): SafeFetch => {
  const { allowLoopback, timeoutMs = defaultTimeoutMs, maxBytes = defaultMaxBytes, resolve = resolveAll } = options;

  // Asked by the socket itself, so that what was checked is what is connected to.
  const lookup: LookupFunction = (hostname, { all }, callback) => {
    resolve(hostname)
      .then((addresses) => {
        checkAddresses(addresses, allowLoopback);
        const [first] = addresses;
        if (all || first === undefined) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      })
      .catch((error: Error) => callback(error, []));
  };
  const agents = {
    'http:': new HttpAgent({ keepAlive: true, maxSockets: 16, timeout: 4_000 }),
    'https:': new HttpsAgent({ keepAlive: true, maxSockets: 16, timeout: 4_000 }),
  } as const;

  const send = (url: URL, init: RequestInit, body: string | undefined, signal: AbortSignal) =>
    new Promise<IncomingMessage>((resolveMessage, reject) => {
      const secure = url.protocol === 'https:';
      const headers = Object.fromEntries(new Headers(init.headers));
      const request = (secure ? httpsRequest : httpRequest)(
        url,
        {
          method: init.method ?? 'GET',
          headers: {
            ...headers,
            'accept-encoding': 'identity',
            ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
          },
          agent: agents[secure ? 'https:' : 'http:'],
          lookup,
          signal,
        },
        resolveMessage,
      );
      request.once('error', reject);
      request.end(body);
    });

  return async (input, init = {}) => {
    const url = new URL(input);
    checkUrl(url, allowLoopback);
    const host = hostOf(url);
    // An address written into the URL is never looked up.
    if (isIP(host) !== 0) checkAddresses([{ address: host, family: isIP(host) }], allowLoopback);
    const body = bodyText(init.body);
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(init.signal ? [init.signal] : [])]);
    const message = await send(url, init, body, signal);
    const status = message.statusCode ?? 0;
    if (status >= 300 && status <= 399 && status !== 304) {
      message.destroy();
      throw new MusterError('RESPONSE_INVALID', { port: 'web', operation: 'redirect', httpStatus: status });
    }
    return toResponse(message, await readBody(message, maxBytes));
  };
};
