import { once } from 'node:events';
import type { Server } from 'node:http';
import express from 'express';
import { pino } from 'pino';
import { pictureGate } from '../../../lti-server/http/picture-gate.ts';
import { problemHandler } from '../../../lti-server/http/problem-answer.ts';
import { stalledUpload } from '../../support/stalled-upload.ts';

describe('the gate that pictures go through', () => {
  let server: Server;
  let url: string;
  beforeEach(async () => {
    const app = express();
    app.post('/:ticket', pictureGate({ bodyMs: 100 }), (req, res) => {
      req.resume().once('end', () => res.status(204).end());
    });
    app.use(problemHandler(pino({ level: 'silent' })));
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  it('ends the connection of whoever does not send a picture in time, and gives the place to the next', async () => {
    const stalled = await Promise.all(Array.from({ length: 8 }, (_, n) => stalledUpload(`${url}/${n}`)));
    const next = fetch(`${url}/next`, { method: 'POST', body: 'picture' });
    expect(await Promise.all(stalled.map(({ answer }) => answer))).toEqual(Array(8).fill(''));
    expect((await next).status).toBe(204);
  });

  it('lets one ticket send one picture at a time', async () => {
    const first = await stalledUpload(`${url}/one`);
    const [second, third] = [await stalledUpload(`${url}/one`), await stalledUpload(`${url}/one`)];
    const answers = await Promise.all([first, second, third].map(({ answer }) => answer));
    expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 429'))).toHaveLength(2);
    expect((await fetch(`${url}/one`, { method: 'POST', body: 'picture' })).status).toBe(204);
  });
});
