import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';
import { onFirstCall } from '../../../lti-server/lambdas/first-call.ts';
import { cameThroughDistribution } from '../../../lti-server/lambdas/origin-key.ts';
import { fromReader, fromVisitor } from '../../../lti-server/lambdas/visitor.ts';
import { lazily } from '../../../lti-server/lazily.ts';

describe('whether a request came through the distribution', () => {
  const key = 'k'.repeat(40);
  it('is told by its header alone', () => {
    expect(cameThroughDistribution({ 'x-muster-origin': key }, key)).toBe(true);
    for (const headers of [{}, { 'x-muster-origin': '' }, { 'x-muster-origin': `${key}k` }, { 'x-other': key }]) {
      expect(cameThroughDistribution(headers, key)).toBe(false);
    }
  });
});

describe("a visitor's address", () => {
  const seen = (forwarded: string | undefined) => {
    const event = {
      headers: { accept: '*/*', ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }) },
      requestContext: { http: { sourceIp: '130.176.0.1' } },
    } as unknown as APIGatewayProxyEventV2;
    const { headers, requestContext } = fromVisitor(event);
    expect(headers).toEqual({ accept: '*/*' });
    return requestContext.http.sourceIp;
  };
  it('is what CloudFront wrote, whatever the visitor wrote before it', () => {
    expect(seen('192.0.2.7, 130.176.0.1')).toBe('192.0.2.7');
    expect(seen('10.0.0.1, 127.0.0.1, 2001:db8::1, 130.176.0.1')).toBe('2001:db8::1');
  });
  it('is the caller’s where nobody wrote one', () => {
    for (const forwarded of [undefined, '', '192.0.2.7', 'nonsense, 130.176.0.1'])
      expect(seen(forwarded)).toBe('130.176.0.1');
  });
});

describe('a request of the reports’ REST API', () => {
  it('asks for no compressed answer: such an API would hand its base64 on as it is, and compresses by itself', () => {
    const event = {
      headers: {
        'Accept-Encoding': 'gzip, br',
        'X-Report-Key': 'mrk.a.b',
        'X-Forwarded-For': '192.0.2.7, 130.176.0.1',
      },
      requestContext: { identity: { sourceIp: '130.176.0.1' } },
    } as unknown as APIGatewayProxyEvent;
    const { headers, multiValueHeaders, requestContext } = fromReader(event);
    expect(headers).toEqual({ 'x-report-key': 'mrk.a.b' });
    expect(multiValueHeaders).toEqual({ 'x-report-key': ['mrk.a.b'] });
    expect(requestContext.identity.sourceIp).toBe('192.0.2.7');
  });
});

describe('what is made when it is first called', () => {
  it('is made once, and anew after a failure', async () => {
    let opened = 0;
    const port = lazily(async () => {
      opened += 1;
      if (opened === 1) throw new Error('away');
      return { add: async (a: number, b: number) => a + b };
    });
    expect(opened).toBe(0);
    await expect(port.add(1, 2)).rejects.toThrow('away');
    expect(await Promise.all([port.add(1, 2), port.add(3, 4)])).toEqual([3, 7]);
    expect(opened).toBe(2);
  });

  it('so is a handler', async () => {
    let opened = 0;
    const handler = onFirstCall(async () => {
      opened += 1;
      if (opened === 1) throw new Error('settings');
      return async (event: number) => event * 2;
    });
    await expect(handler(1)).rejects.toThrow('settings');
    expect([await handler(1), await handler(2)]).toEqual([2, 4]);
    expect(opened).toBe(2);
  });
});
