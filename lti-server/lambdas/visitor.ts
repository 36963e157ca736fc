import { isIP } from 'node:net';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/**
 * The event as if the visitor had called us. CloudFront appends the visitor's address to X-Forwarded-For and API Gateway
 * appends CloudFront's, so the last but one was written by neither the visitor nor anybody they could ask; what stands
 * before it is theirs to invent. docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
export const fromVisitor = (event: APIGatewayProxyEventV2): APIGatewayProxyEventV2 => {
  const { 'x-forwarded-for': forwarded = '', ...headers } = event.headers;
  const visitor = forwarded.split(',').at(-2)?.trim() ?? '';
  const { http } = event.requestContext;
  const sourceIp = isIP(visitor) === 0 ? http.sourceIp : visitor;
  return { ...event, headers, requestContext: { ...event.requestContext, http: { ...http, sourceIp } } };
};
