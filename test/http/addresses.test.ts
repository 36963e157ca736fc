import { openPractice, type RunningPractice } from '../support/practice.ts';

describe('addresses that lead nowhere', () => {
  let practice: RunningPractice;
  beforeAll(async () => {
    practice = await openPractice();
  });
  afterAll(() => practice?.close());

  const get = (path: string, accept: string) => fetch(practice.toolUrl + path, { headers: { Accept: accept } });
  const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

  it('answer a browser with a page that says where to go', async () => {
    const answer = await get('/nothing/here', browser);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toMatch('text/html');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.text()).toContain('There is no such page');
  });

  it.each([
    ['whatever it takes', '/nothing/here', '*/*'],
    ['JSON', '/nothing/here', 'application/json'],
    ['of the API, whatever it takes', '/api/nothing', browser],
  ])('answer a program that asks for %s with a problem', async (_, path, accept) => {
    const answer = await get(path, accept);
    expect(answer.status).toBe(path.startsWith('/api') ? 401 : 404);
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
  });
});
