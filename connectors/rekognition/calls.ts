import { RekognitionServiceException } from '@aws-sdk/client-rekognition';
import { type ErrorCode, MusterError } from '../../core/errors.ts';

const codes: Readonly<Record<string, ErrorCode>> = {
  ProvisionedThroughputExceededException: 'THROTTLED',
  ThrottlingException: 'THROTTLED',
  LimitExceededException: 'THROTTLED',
  AccessDeniedException: 'DENIED',
  UnrecognizedClientException: 'DENIED',
  InvalidSignatureException: 'DENIED',
  ExpiredTokenException: 'DENIED',
  CredentialsProviderError: 'DENIED',
  InvalidImageFormatException: 'IMAGE_UNREADABLE',
};

const codeOf = (error: unknown): ErrorCode => {
  const known = codes[error instanceof Error ? error.name : ''];
  if (known !== undefined) return known;
  return error instanceof RekognitionServiceException && error.$fault === 'client' ? 'RESPONSE_INVALID' : 'UNAVAILABLE';
};

const atOnce = 4;

/**
 * Runs a call, four at a time whoever asks, and turns what the service refuses into Muster's codes. `answers`: refusals
 * that the caller takes for an answer, by the name of the exception.
 */
export type Calls = <T, U = never>(
  operation: string,
  call: () => Promise<T>,
  answers?: Readonly<Record<string, () => U>>,
) => Promise<T | U>;

export const boundedCalls = (): Calls => {
  let running = 0;
  const waiting: (() => void)[] = [];
  const enter = (): Promise<void> | undefined => {
    if (running === atOnce) return new Promise((resolve) => waiting.push(resolve));
    running += 1;
    return undefined;
  };
  /** A place that becomes free goes straight to who has waited longest. */
  const leave = () => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  return async (operation, call, answers = {}) => {
    await enter();
    try {
      return await call();
    } catch (error) {
      const answer = error instanceof Error ? answers[error.name] : undefined;
      if (answer !== undefined) return answer();
      throw new MusterError(codeOf(error), { port: 'gallery', operation }, { cause: error });
    } finally {
      leave();
    }
  };
};

/**
 * Does the same with each of a list, four at a time. When one fails no other is begun, and nothing is under way any more
 * when this throws: what came after a failure could undo what the caller does about it.
 */
export const withEach = async <T, U>(list: readonly T[], run: (one: T) => Promise<U>): Promise<U[]> => {
  const waiting = [...list.entries()];
  const answers: U[] = [];
  let failure: { readonly error: unknown } | null = null;
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined && failure === null; next = waiting.shift()) {
      const [index, one] = next;
      try {
        answers[index] = await run(one);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  // The assignments are in a closure, where the compiler does not follow them.
  const failed = failure as { readonly error: unknown } | null;
  if (failed !== null) throw failed.error;
  return answers;
};
