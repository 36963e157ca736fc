import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, Response } from 'express';
import { isMusterError, MusterError } from '../../core/errors.ts';
import type { Logger } from '../../core/ports/logger.ts';
import type { Problem } from './api-schema/problem.ts';

/** Answers RFC 9457 problem+json. The reference is all that ties the answer to the operator's log. */
const sendProblem = (res: Response, error: MusterError, reference: string): void => {
  const body: Problem = {
    type: `urn:muster:problem:${error.code}`,
    title: error.code,
    status: error.status,
    code: error.code,
    reference,
    details: error.details,
  };
  res.status(error.status).type('application/problem+json').set('Cache-Control', 'no-store').send(JSON.stringify(body));
};

const httpStatusOf = (error: unknown): number | null => {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' ? status : null;
};

/** Body parsers and routers fail with their own classes; what the client did wrong keeps being the client's. */
const asMusterError = (error: unknown): MusterError => {
  if (isMusterError(error)) return error;
  const status = httpStatusOf(error);
  if (status === 413) return new MusterError('REQUEST_TOO_LARGE', {}, { cause: error });
  return status !== null && status >= 400 && status < 500
    ? new MusterError('REQUEST_INVALID', {}, { cause: error })
    : new MusterError('INTERNAL', {}, { cause: error });
};

/** The last handler: no stack, no message of an unknown error reaches the person; the log gets both under the reference. */
export const problemHandler =
  (logger: Logger): ErrorRequestHandler =>
  (error, req, res, next) => {
    const problem = asMusterError(error);
    const reference = randomUUID();
    const line = { reference, code: problem.code, method: req.method, route: req.route?.path ?? null };
    if (problem.status >= 500) logger.error({ ...line, err: problem.cause ?? problem }, 'request failed');
    else logger.info(line, 'request refused');
    if (res.headersSent) next(error);
    else sendProblem(res, problem, reference);
  };
