import { isMusterError } from './errors.ts';

/**
 * Does a step that reads, changes and writes again when somebody else wrote in between. The step must read anew each time.
 * @throws MusterError RECORD_CHANGED when others were faster so often
 */
export const untilUnchanged = async <T>(step: () => Promise<T>, tries = 5): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step();
    } catch (error) {
      if (!isMusterError(error, 'RECORD_CHANGED') || attempt === tries) throw error;
    }
  }
};
