import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CookieProxy {
  readonly url: string;
  /** Where requests go on to. */
  target: number;
  /** Cookies lose their `Partitioned`: what a browser keeps that blocks third-party cookies and does not know partitioned ones. */
  refusesPartitioned: boolean;
  close(): Promise<void>;
}

/** Stands before the tool in the browser's eyes, and hands everything through. */
export const openCookieProxy = async (): Promise<CookieProxy> => {
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const onward = request({ host: '127.0.0.1', port: proxy.target, method, path: url, headers }, (answer) => {
      const cookies = answer.headers['set-cookie'];
      const kept = proxy.refusesPartitioned ? cookies?.map((cookie) => cookie.replace(/; *Partitioned/i, '')) : cookies;
      outgoing.writeHead(answer.statusCode ?? 502, {
        ...answer.headers,
        ...(kept === undefined ? {} : { 'set-cookie': kept }),
      });
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: CookieProxy = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    target: 0,
    refusesPartitioned: false,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
};
