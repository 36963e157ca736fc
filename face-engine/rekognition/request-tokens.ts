import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Fault } from './fault.ts';

const kept = 1000;
const withToken = z.looseObject({ ClientRequestToken: z.string() });

/**
 * A call that comes again with its token, because its answer was lost, gets the answer of the first time and does
 * nothing; another call with the same token is refused. The last thousand are remembered.
 */
export const requestTokens = () => {
  const answers = new Map<string, { readonly request: string; readonly answer: Promise<object> }>();
  return async (operation: string, body: unknown, run: () => Promise<object>): Promise<object> => {
    const parsed = withToken.safeParse(body);
    if (!parsed.success) return run();
    const key = `${operation} ${parsed.data.ClientRequestToken}`;
    const request = createHash('sha256').update(JSON.stringify(body)).digest('hex');
    const earlier = answers.get(key);
    if (earlier !== undefined) {
      if (earlier.request === request) return earlier.answer;
      throw new Fault('IdempotentParameterMismatchException', 'This token came with other parameters before.');
    }
    const answer = run();
    answers.set(key, { request, answer });
    const [oldest] = answers.keys();
    if (answers.size > kept && oldest !== undefined) answers.delete(oldest);
    try {
      return await answer;
    } catch (error) {
      answers.delete(key);
      throw error;
    }
  };
};
