import type { Request, RequestHandler, Response } from 'express';
import { MusterError } from '../../core/errors.ts';
import type { Caller } from './route.ts';

/** Pictures are read into memory: this many at once, so that 20 MB times a lecture hall does not fill it. */
const places = 8;
/** Those who wait are not read from meanwhile; more than this are sent away. */
const mayWait = 200;
/** Of places and turns to wait, so that nobody takes all of them: a camera view checks while it sends. */
const perSession = 2;
/** A ticket is for one picture. */
const perTicket = 1;

export interface PictureGateOptions {
  /** How long a picture may take to arrive whole, in milliseconds from when its place is taken. */
  readonly bodyMs?: number;
}

const ownerOf = (req: Request, res: Response): { readonly owner: string; readonly most: number } => {
  const caller = res.locals.caller as Caller | undefined;
  return caller === undefined
    ? { owner: `ticket ${req.params.ticket}`, most: perTicket }
    : { owner: `session ${caller.session.tokenHash}`, most: perSession };
};

/** Whoever sends too slowly holds a place that others wait for: the connection ends, and with it the answer. */
const endWhenLate = (req: Request, res: Response, bodyMs: number): void => {
  const timer = setTimeout(() => req.destroy(), bodyMs);
  const stop = () => clearTimeout(timer);
  req.once('end', stop);
  res.once('close', stop);
};

/**
 * Lets requests with pictures through a few at a time, in the order they came: two of one app session, one of one upload
 * ticket. @throws MusterError TOO_MANY_REQUESTS
 */
export const pictureGate = ({ bodyMs = 60_000 }: PictureGateOptions = {}): RequestHandler => {
  let inside = 0;
  const waiting: (() => void)[] = [];
  const standing = new Map<string, number>();
  return (req, res, next) => {
    const { owner, most } = ownerOf(req, res);
    const count = standing.get(owner) ?? 0;
    if (count >= most || (inside >= places && waiting.length >= mayWait)) throw new MusterError('TOO_MANY_REQUESTS');
    standing.set(owner, count + 1);
    res.once('close', () => {
      const left = (standing.get(owner) ?? 1) - 1;
      if (left === 0) standing.delete(owner);
      else standing.set(owner, left);
    });
    const enter = () => {
      inside += 1;
      res.once('close', () => {
        inside -= 1;
        waiting.shift()?.();
      });
      endWhenLate(req, res, bodyMs);
      next();
    };
    if (inside < places) return enter();
    waiting.push(enter);
    // Whoever leaves while they wait gives up their turn.
    res.once('close', () => {
      const at = waiting.indexOf(enter);
      if (at >= 0) waiting.splice(at, 1);
    });
  };
};
