import { isIP } from 'node:net';
import { type Request, Router } from 'express';
import { MusterError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { isOperatorToken } from '../operator-token.ts';

export interface MetricsPageDeps {
  readonly clock: Clock;
  /** The numbers of this process as text; null where they go elsewhere. */
  readonly metricsText: (() => string) | null;
  readonly operatorSecret: string;
  readonly origins: readonly string[];
}

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/** A program on this very machine that came by no proxy: a proxy says for whom it asks, or passes the public host on. */
const isFromHere = (req: Request): boolean => {
  const { remoteAddress = '' } = req.socket;
  const forwarded = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'].some(
    (name) => req.headers[name] !== undefined,
  );
  const host = (req.headers.host ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  const local = host === 'localhost' || (isIP(host) !== 0 && loopback.test(host));
  return loopback.test(remoteAddress) && !forwarded && local;
};

/** GET /metrics, for a Prometheus on this machine, or with an operator's token. To all others it is not there. */
export const metricsPage = ({ clock, metricsText, operatorSecret, origins }: MetricsPageDeps): Router => {
  const router = Router();
  router.get('/metrics', (req, res) => {
    const token = /^Bearer (operator\..+)$/.exec(req.get('authorization') ?? '')?.[1] ?? '';
    const may = isFromHere(req) || isOperatorToken(token, operatorSecret, origins, Date.parse(clock.now()));
    if (metricsText === null || !may) throw new MusterError('NOT_FOUND');
    res.set({ 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8', 'Cache-Control': 'no-store' });
    res.send(metricsText());
  });
  return router;
};
