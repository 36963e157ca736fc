import { once } from './once.ts';

/**
 * A port that is made when it is first called, for what is heavy to load and rarely asked. Of ports alone whose every
 * method answers a promise.
 */
export const lazily = <Port extends object>(open: () => Promise<Port>): Port => {
  const port = once(open);
  return new Proxy({} as Port, {
    get:
      (_, name) =>
      async (...given: unknown[]): Promise<unknown> => {
        const real = await port();
        const method = Reflect.get(real, name) as (...given: unknown[]) => unknown;
        return Reflect.apply(method, real, given);
      },
  });
};
