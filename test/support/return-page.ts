import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

export interface ReturnPost {
  readonly path: string;
  readonly contentType: string;
  readonly origin: string;
  readonly body: string;
}

export interface ReturnPage {
  readonly origin: string;
  readonly posts: readonly ReturnPost[];
  close(): Promise<void>;
}

/** The page of a platform that takes deep-linking responses, on an origin of its own; `/frame?<url>` frames a tool. */
export const openReturnPage = async (): Promise<ReturnPage> => {
  const posts: ReturnPost[] = [];
  const server = createServer(async (request, response) => {
    const { url = '', method, headers } = request;
    response.setHeader('Content-Type', 'text/html');
    if (url === '/favicon.ico') return response.writeHead(204).end();
    if (method === 'POST') {
      posts.push({
        path: url,
        contentType: headers['content-type'] ?? '',
        origin: headers.origin ?? '',
        body: await text(request),
      });
      return response.end('<!doctype html><title>Placed</title><h1>The platform has it</h1>');
    }
    const source = decodeURIComponent(url.split('?')[1] ?? '').replaceAll('&', '&amp;');
    return response.end(
      `<!doctype html><title>Platform</title><iframe title="Muster" width="1200" height="800" src="${source}"></iframe>`,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    posts,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};
