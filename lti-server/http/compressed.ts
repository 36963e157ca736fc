import compression from 'compression';
import { type RequestHandler, Router } from 'express';

/** Pictures are compressed as they are, and what a stream of events says must not wait for more. */
const texts = /^(text\/(html|css|csv|javascript)|application\/json)\b/;

/**
 * Answers with texts of more than a kilobyte, by Accept-Encoding: CloudFront compresses only what it may cache. Not for a page
 * that has a secret beside something that a stranger can choose, for its length would tell (BREACH, CVE-2013-3587): what a
 * platform's browser reaches, logins and launches, stands before this. What comes after holds no secret, is shorter, as the
 * answers to an administrator's sign-in are, or is asked for with a key in a header, which no foreign page makes a browser send.
 */
export const compressed = (): RequestHandler => {
  const router = Router();
  router.use((_req, res, next) => {
    // An answer without a body says it too: RFC 9110, 15.4.5.
    res.vary('Accept-Encoding');
    next();
  });
  router.use(compression({ filter: (_req, res) => texts.test(String(res.getHeader('Content-Type'))) }));
  return router;
};
