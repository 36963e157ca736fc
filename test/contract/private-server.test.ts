import { once } from 'node:events';
import { access, stat } from 'node:fs/promises';
import { type Agent, createServer, type IncomingMessage, request, type Server } from 'node:http';
import { dirname } from 'node:path';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { keyHeader, listenPrivately, type PrivateServer } from '../../connectors/embedded/private-server.ts';

describe('a server for this process alone', () => {
  let server: Server;
  let open: PrivateServer;
  let heard: number;
  beforeEach(async () => {
    heard = 0;
    server = createServer((_, response) => {
      heard += 1;
      response.setHeader('access-control-allow-origin', '*').end('secret');
    });
    open = await listenPrivately(server);
  });
  afterEach(async () => {
    open.agent.destroy();
    server.closeAllConnections();
    server.close();
    await open.remove();
  });

  const ask = async (headers: Record<string, string>, method = 'POST', agent: Agent = open.agent) => {
    const asking = request({ host: 'nowhere.invalid', agent, method, headers }).end();
    const [response] = (await once(asking, 'response')) as [IncomingMessage];
    let body = '';
    for await (const chunk of response) body += chunk;
    return { status: response.statusCode, cors: response.headers['access-control-allow-origin'], body };
  };
  const refused = { status: 403, cors: undefined, body: '' };

  it('answers whoever has its key', async () => {
    expect(await ask({ [keyHeader]: open.key })).toMatchObject({ status: 200, body: 'secret' });
  });

  it('refuses a request without the key, or with another', async () => {
    expect(await ask({})).toEqual(refused);
    expect(await ask({ [keyHeader]: '' })).toEqual(refused);
    expect(await ask({ [keyHeader]: `${open.key}x` })).toEqual(refused);
    expect(heard).toBe(0);
  });

  it('refuses a web page, its preflight included, even one that had the key', async () => {
    const origin = 'https://elsewhere.example';
    expect(await ask({ origin }, 'OPTIONS')).toEqual(refused);
    expect(await ask({ origin, [keyHeader]: open.key })).toEqual(refused);
    expect(heard).toBe(0);
  });

  it('listens on a socket in a folder that others cannot enter, and leaves no folder behind', async () => {
    expect(server.address()).toBe(open.path);
    expect((await stat(dirname(open.path))).mode & 0o777).toBe(0o700);
    await open.remove();
    await expect(access(dirname(open.path))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('the embedded DynamoDB API', () => {
  const ports = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap').length;

  it('opens no TCP port', async () => {
    const before = ports();
    const { client, close } = await startEmbeddedDynamoDb(null);
    try {
      expect(ports()).toBe(before);
      expect((await client.send(new ListTablesCommand())).TableNames).toEqual(['muster']);
    } finally {
      await close();
    }
  });
});
