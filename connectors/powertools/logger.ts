import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import type { Logger } from '../../core/ports/logger.ts';

export interface InvocationLogger extends Logger {
  /** From here on every line carries this invocation's id, its function and whether it was a cold start. */
  begin(context: Context): void;
}

export type Level = 'silent' | 'error' | 'warn' | 'info' | 'debug';
const levels = { silent: 'SILENT', error: 'ERROR', warn: 'WARN', info: 'INFO', debug: 'DEBUG' } as const;

/** JSON lines with `service`, `level` and the invocation; an error among the fields keeps its name, message, stack and cause. */
export const invocationLogger = (service: string, level: Level = 'info'): InvocationLogger => {
  const logger = new PowertoolsLogger({ serviceName: service, logLevel: levels[level] });
  const say =
    (at: Exclude<Level, 'silent'>) =>
    (fields: object, happened: string): void =>
      logger[at](happened, { ...fields });
  return {
    begin: (context) => logger.addContext(context),
    error: say('error'),
    warn: say('warn'),
    info: say('info'),
    debug: say('debug'),
  };
};
