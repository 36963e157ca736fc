import type { RequestHandler } from 'express';
import type { Platform, ServiceRequest } from './platform.ts';

const kept = 10_000;

/** Writes down what a tool asks of a service and how it ended, and answers in the service's place when it was told to. */
export const watchServices = (platform: Platform): RequestHandler => {
  let count = 0;
  return (req, res, next) => {
    count += 1;
    res.once('close', () => {
      const request: ServiceRequest = {
        method: req.method,
        path: req.originalUrl,
        accept: req.get('accept') ?? null,
        contentType: req.get('content-type') ?? null,
        userAgent: req.get('user-agent') ?? null,
        scopes: (res.locals.scopes as readonly string[] | undefined) ?? [],
        body: req.body ?? null,
        status: res.statusCode,
      };
      platform.requests.push(request);
      if (platform.requests.length > kept) platform.requests.shift();
    });
    res.set(platform.profile.services.headers);
    const fault = platform.options.onService?.({ method: req.method, path: req.originalUrl, count }) ?? 'ok';
    const answer = () => {
      if (fault !== 'ok')
        return void res
          .status(fault.status)
          .set(fault.headers ?? {})
          .send(fault.body ?? '');
      if (platform.profile.services.needsUserAgent && !req.get('user-agent')) {
        return void res.status(403).send('A User-Agent header is needed.');
      }
      next();
    };
    const { answerAfterMs = 0 } = platform.options;
    if (answerAfterMs === 0) answer();
    else setTimeout(answer, answerAfterMs);
  };
};
