import type { Request, RequestHandler, Response } from 'express';
import type { ZodType } from 'zod';
import { MusterError } from '../../core/errors.ts';
import type { CourseId, MemberId } from '../../core/ids.ts';
import type { AppSession } from '../../core/lti/app-session.ts';
import type { Registration } from '../../core/lti/registration.ts';
import { assertMay, type Verb } from '../../core/rights.ts';

/** Who asks: the app session of a verified launch and its registration, read together for each request. */
export interface Caller {
  readonly session: AppSession;
  readonly registration: Registration;
}

export interface RouteContext {
  readonly caller: Caller;
  readonly req: Request;
  readonly res: Response;
}

/** Set by authenticate.ts before any route is reached. */
export const callerOf = (res: Response): Caller => {
  const caller = res.locals.caller as Caller | undefined;
  if (caller === undefined) throw new MusterError('SESSION_EXPIRED');
  return caller;
};

/**
 * A route that needs one verb of the table of rights. The handler's answer is sent as JSON; undefined means that it
 * answered itself. @throws MusterError ROLE_NOT_ALLOWED
 */
export const route =
  (verb: Verb | null, handler: (context: RouteContext) => Promise<unknown>): RequestHandler =>
  async (req, res) => {
    const caller = callerOf(res);
    if (verb !== null) assertMay(caller.session, verb);
    const body = await handler({ caller, req, res });
    if (body !== undefined) res.set('Cache-Control', 'no-store').json(body);
  };

/** The course of the launch; a launch without context has none. */
export const courseOf = (caller: Caller): CourseId => {
  if (caller.session.course === null) throw new MusterError('CONTEXT_NOT_YOURS');
  return caller.session.course;
};

/** Who did it, for records and evidence. */
export const personOf = (caller: Caller): { member: MemberId; name: string } => ({
  member: caller.session.member,
  name: caller.session.name ?? 'A teacher',
});

/** @throws MusterError REQUEST_INVALID naming the first field that is off, never its value */
export const parse = <T>(schema: ZodType<T>, input: unknown): T => {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    throw new MusterError('REQUEST_INVALID', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
  }
  return parsed.data;
};

/** A path parameter that is one of our ids; anything else is not found. */
export const idParam = <Id extends string>(req: Request, name: string): Id => {
  const value = req.params[name];
  if (typeof value !== 'string' || !/^[a-zA-Z0-9_.-]{1,80}$/.test(value)) throw new MusterError('NOT_FOUND');
  return value as Id;
};
