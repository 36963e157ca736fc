import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type RequestHandler, urlencoded } from 'express';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { isMusterError } from '../../core/errors.ts';
import { knownRegistrations } from '../../lti-server/lti/known-registrations.ts';
import { launchLimits } from '../../lti-server/lti/launch-limits.ts';
import { aRegistration } from '../support/stored-things.ts';

const aMinute = 5;
const state = 'x'.repeat(43);

/** What stands behind the limits says: of this sort are well, of that sort are refused. */
const answers: RequestHandler = ({ query }, res) => void res.status(query.well === undefined ? 401 : 200).end();
const refuses: ErrorRequestHandler = (error, _req, res, _next) =>
  void res.status(isMusterError(error) ? error.status : 500).end();

describe('limits of logins and launches from one address', () => {
  let server: Server;
  let url: string;
  beforeEach(async () => {
    const { registrations } = storesOn(memoryTable());
    await registrations.put(aRegistration());
    const limits = launchLimits(knownRegistrations(registrations), aMinute);
    const app = express();
    app.get('/lti/login/:registration', limits, answers);
    app.post('/lti/launch', urlencoded({ extended: false }), limits, answers);
    app.use(refuses);
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/lti`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const login = (registration: string, query = '') => fetch(`${url}/login/${registration}${query}`);
  const launch = (body: Record<string, string>, query = '') =>
    fetch(`${url}/launch${query}`, { method: 'POST', body: new URLSearchParams(body) });
  const statuses = async (times: number, send: () => Promise<Response>) => {
    const seen: number[] = [];
    for (let n = 0; n < times; n += 1) seen.push((await send()).status);
    return seen;
  };
  const allowed = (status: number) => Array.from({ length: aMinute }, () => status);

  it('turns away what is of no registration and has no state, after so many that were refused', async () => {
    expect(await statuses(aMinute + 1, () => login('nope'))).toEqual([...allowed(401), 429]);
    expect((await launch({})).status).toBe(429);
  });

  it('lets logins and launches of a class through meanwhile', async () => {
    await statuses(aMinute + 1, () => login('nope'));
    expect((await login('r-1', '?well')).status).toBe(200);
    expect((await launch({ state }, '?well')).status).toBe(200);
  });

  it('does not count launches of ours that were refused, so that nobody locks others out with them', async () => {
    expect(new Set(await statuses(2 * aMinute, () => launch({ state })))).toEqual(new Set([401]));
    expect(new Set(await statuses(2 * aMinute, () => login('r-1')))).toEqual(new Set([401]));
    expect((await launch({ state }, '?well')).status).toBe(200);
  });

  it('turns away more of ours that came through than a minute may have', async () => {
    expect(await statuses(aMinute + 1, () => launch({ state }, '?well'))).toEqual([...allowed(200), 429]);
  });
});
