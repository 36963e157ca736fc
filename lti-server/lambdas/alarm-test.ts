import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { type Drill, openDrill } from '../compose-lambda-drill.ts';
import { onFirstCall } from './first-call.ts';
import { observed } from './observed.ts';

/** What an operator asks for by hand; anything else is refused before something is done. */
const asked = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('metric'),
    name: z.string().regex(/^[A-Za-z0-9_./-]{1,100}$/),
    value: z.number(),
    dimensions: z.record(z.string().max(100), z.string().max(100)).default({}),
  }),
  z.strictObject({ kind: z.literal('dead-letter'), queue: z.enum(['work', 'publish', 'report']) }),
]);

/**
 * Makes an alarm fire, so that somebody sees that it does: a value of a metric, or a message that no function can do
 * anything with, and that must end as a dead letter.
 */
export const makeHandler =
  ({ putMetric, sendPoison }: Omit<Drill, 'telemetry'>) =>
  async (event: unknown): Promise<{ readonly done: string }> => {
    const wish = asked.parse(event);
    if (wish.kind === 'metric') await putMetric(wish.name, wish.value, wish.dimensions);
    else await sendPoison(wish.queue);
    return { done: wish.kind };
  };

export const handler: (event: unknown, context: Context) => Promise<{ readonly done: string }> = onFirstCall(
  async () => {
    const { telemetry, ...drill } = await openDrill(process.env);
    return observed(telemetry, makeHandler(drill));
  },
);
