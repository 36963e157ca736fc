import type { RequestHandler } from 'express';
import { MusterError } from '../../core/errors.ts';

/** Pictures are read into memory: this many at once, so that 20 MB times a lecture hall does not fill it. */
const places = 8;
/** Those who wait are not read from meanwhile; more than this are sent away. */
const mayWait = 200;

/** Lets requests with pictures through a few at a time, in the order they came. @throws MusterError TOO_MANY_REQUESTS */
export const pictureGate = (): RequestHandler => {
  let inside = 0;
  const waiting: (() => void)[] = [];
  return (_req, res, next) => {
    const enter = () => {
      inside += 1;
      res.once('close', () => {
        inside -= 1;
        waiting.shift()?.();
      });
      next();
    };
    if (inside < places) return enter();
    if (waiting.length >= mayWait) throw new MusterError('TOO_MANY_REQUESTS');
    waiting.push(enter);
    // Whoever leaves while they wait gives up their turn.
    res.once('close', () => {
      const at = waiting.indexOf(enter);
      if (at >= 0) waiting.splice(at, 1);
    });
  };
};
