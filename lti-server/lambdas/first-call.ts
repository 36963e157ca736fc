import { once } from '../once.ts';

/** Composes when it is called first: importing a handler's file reads no environment. What failed is composed anew. */
export const onFirstCall = <Given extends unknown[], Answer>(
  open: () => Promise<(...given: Given) => Promise<Answer>>,
): ((...given: Given) => Promise<Answer>) => {
  const handler = once(open);
  return async (...given) => (await handler())(...given);
};
