import { createServer, type RequestListener, type Server } from 'node:http';
import { lmsHttp } from '../../connectors/lms/http.ts';
import { type Address, type SafeFetchOptions, safeFetch } from '../../connectors/lms/safe-fetch.ts';

describe('a fetch for addresses that others chose', () => {
  let server: Server;
  let port: number;
  let connections = 0;
  let respond: RequestListener = (_req, res) => void res.end('ok');

  beforeAll(async () => {
    server = createServer((req, res) => respond(req, res));
    server.on('connection', () => {
      connections += 1;
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  beforeEach(() => {
    connections = 0;
    respond = (_req, res) => void res.end('ok');
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise<void>((done) => server.close(() => done()));
  });

  const here = () => `http://127.0.0.1:${port}/`;
  const open = (options: Partial<SafeFetchOptions> = {}) => safeFetch({ allowLoopback: true, ...options });

  it('reads an answer whole, and sends method, headers and body as they are', async () => {
    respond = (req, res) => {
      let text = '';
      req.on('data', (chunk: Buffer) => {
        text += String(chunk);
      });
      req.on('end', () => {
        const said = `${req.method} ${req.headers['x-a']} ${req.headers['content-length']} ${text}`;
        res.writeHead(201, { 'X-B': ['1', '2'] }).end(said);
      });
    };
    const answer = await open()(here(), { method: 'PUT', headers: { 'X-A': 'a' }, body: 'äb' });
    expect([answer.status, answer.headers.get('x-b'), await answer.text()]).toEqual([201, '1, 2', 'PUT a 3 äb']);
  });

  it.each([
    ['http to the world', 'http://example.com/'],
    ['http to this machine, unless that is allowed', 'http://127.0.0.1:80/'],
    ['https to this machine, unless that is allowed', 'https://127.0.0.1/'],
    ['https to this machine by name, unless that is allowed', 'https://localhost/'],
    ['this machine in hexadecimal', 'https://0x7f.1/'],
    ['this machine as one number', 'https://2130706433/'],
    ['this machine in octal', 'https://0177.0.0.1/'],
    ['this machine in IPv6', 'https://[::1]/'],
    ['this machine in IPv6 clothes', 'https://[::ffff:127.0.0.1]/'],
    ['a private network', 'https://10.1.2.3/'],
    ['a metadata service', 'https://169.254.169.254/latest/meta-data/'],
    ['a file', 'file:///etc/passwd'],
    ['a URL with a password', 'https://user:secret@example.com/'],
  ])('refuses %s', async (_what, url) => {
    await expect(safeFetch({ allowLoopback: false })(url)).rejects.toMatchObject({ code: 'DENIED' });
  });

  it.each([
    ['a private network', 'https://10.1.2.3/'],
    ['a metadata service', 'http://169.254.169.254/'],
    ['http by a name that leads here', 'http://lms.example/'],
  ])('refuses %s also where this machine is allowed', async (_what, url) => {
    const resolve = async (): Promise<Address[]> => [{ address: '127.0.0.1', family: 4 }];
    await expect(open({ resolve })(url)).rejects.toMatchObject({ code: 'DENIED' });
  });

  it.each([
    ['an address inside', [{ address: '10.0.0.7', family: 4 }]],
    [
      'one address inside among others',
      [
        { address: '8.8.8.8', family: 4 },
        { address: '192.168.1.1', family: 4 },
      ],
    ],
    ['an address inside in IPv6 clothes', [{ address: '::ffff:10.0.0.7', family: 6 }]],
    ['no address', []],
  ])('refuses a name that has %s', async (_what, addresses) => {
    const fetch = safeFetch({ allowLoopback: false, resolve: async () => addresses });
    await expect(fetch('https://lms.example/')).rejects.toMatchObject({ code: 'DENIED' });
  });

  it('asks for a name once and connects to what it checked, whatever the name says later', async () => {
    const said: Address[][] = [[{ address: '127.0.0.1', family: 4 }], [{ address: '10.0.0.7', family: 4 }]];
    let asked = 0;
    const resolve = async () => said[asked++] ?? [];
    const answer = await open({ resolve })(`http://localhost:${port}/`);
    expect([answer.status, asked, connections]).toEqual([200, 1, 1]);
  });

  it('follows no redirect', async () => {
    respond = (_req, res) => void res.writeHead(302, { Location: 'http://169.254.169.254/' }).end();
    await expect(open()(here())).rejects.toMatchObject({
      code: 'RESPONSE_INVALID',
      details: { operation: 'redirect' },
    });
  });

  it('stops reading at the cap, however much is said to come', async () => {
    let sent = 0;
    let closed = false;
    respond = (_req, res) => {
      const chunk = Buffer.alloc(65_536);
      res.once('close', () => {
        closed = true;
      });
      const more = () => {
        while (!closed && sent < 200_000_000) {
          sent += chunk.length;
          if (!res.write(chunk)) return void res.once('drain', more);
        }
      };
      more();
    };
    await expect(open({ maxBytes: 1_048_576 })(here())).rejects.toMatchObject({ details: { operation: 'size' } });
    expect(sent).toBeLessThan(50_000_000);
  });

  it('gives up when nothing comes, and when the end does not', async () => {
    respond = () => {};
    await expect(open({ timeoutMs: 50 })(here())).rejects.toThrow();
    respond = (_req, res) => void res.writeHead(200).write('a');
    await expect(open({ timeoutMs: 50 })(here())).rejects.toThrow();
  });

  it('calls a platform that cannot be reached unavailable, and says nothing of where it was', async () => {
    const failed = await lmsHttp(true)
      .call('http://127.0.0.1:1/secret', {})
      .catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'UNAVAILABLE', details: { port: 'lms', operation: 'GET' } });
  });

  it('takes sixteen times as much of a list, and names itself to every service', async () => {
    let agent: string | undefined;
    respond = (req, res) => {
      agent = req.headers['user-agent'];
      res.end('x'.repeat(2_000_000));
    };
    await expect(lmsHttp(true).call(here(), {})).rejects.toMatchObject({ code: 'RESPONSE_INVALID' });
    expect((await lmsHttp(true).call(here(), { list: true })).body).toHaveLength(2_000_000);
    expect(agent).toMatch(/^Muster/);
  });
});
