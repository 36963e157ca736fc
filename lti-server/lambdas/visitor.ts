import { isIP } from 'node:net';
import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';

const visitorIn = (forwarded: string | undefined, otherwise: string): string => {
  const visitor = forwarded?.split(',').at(-2)?.trim() ?? '';
  return isIP(visitor) === 0 ? otherwise : visitor;
};

type Headers = Readonly<Record<string, string | undefined>>;

export const lowerCase = (headers: Headers): Headers =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/**
 * The event as if the visitor had called us. CloudFront appends the visitor's address to X-Forwarded-For and API Gateway
 * appends CloudFront's, so the last but one was written by neither the visitor nor anybody they could ask; what stands
 * before it is theirs to invent. docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
export const fromVisitor = (event: APIGatewayProxyEventV2): APIGatewayProxyEventV2 => {
  const { 'x-forwarded-for': forwarded, ...headers } = event.headers;
  const { http } = event.requestContext;
  const sourceIp = visitorIn(forwarded, http.sourceIp);
  return { ...event, headers, requestContext: { ...event.requestContext, http: { ...http, sourceIp } } };
};

/**
 * The same of a REST API's event (payload 1.0), which tells headers as they were written, and once more as lists. The adapter
 * reads the lists alone, and prefers to the path what `{proxy+}` stands for, which is the path without its beginning.
 * Such an API takes text for an answer, hands base64 on as it is, and compresses by itself ("Payload compression for REST APIs in API
 * Gateway"): it is not asked of us.
 */
export const fromReader = (event: APIGatewayProxyEvent): APIGatewayProxyEvent => {
  const { 'x-forwarded-for': forwarded, 'accept-encoding': _, ...headers } = lowerCase(event.headers);
  const { identity } = event.requestContext;
  const sourceIp = visitorIn(forwarded, identity.sourceIp);
  return {
    ...event,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? '']])),
    pathParameters: null,
    requestContext: { ...event.requestContext, identity: { ...identity, sourceIp } },
  };
};
