/** Composes when it is called first: importing a handler's file reads no environment. What failed is composed anew. */
export const onFirstCall = <Given extends unknown[], Answer>(
  open: () => Promise<(...given: Given) => Promise<Answer>>,
): ((...given: Given) => Promise<Answer>) => {
  let opened: ReturnType<typeof open> | null = null;
  return async (...given) => {
    opened ??= open();
    const current = opened;
    try {
      return await (await current)(...given);
    } finally {
      await current.catch(() => {
        opened = null;
      });
    }
  };
};
