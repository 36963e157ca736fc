/**
 * The platform's storage for tools whose cookies are blocked. LTI client-side postMessages 0.1 and postMessage storage
 * 0.1: the platform's page (or a frame beside ours, which `target` names) keeps a value for our origin.
 */
export interface PlatformStorage {
  /** `_parent`, or the name of a frame of the platform's page. */
  readonly target: string;
  /** Of the registration's authorisation endpoint: who is spoken to. */
  readonly origin: string;
  /** Canvas shows itself under each school's own name, and answers the parent address without the frame. */
  readonly anyOrigin: boolean;
}

interface Question {
  readonly subject: 'lti.put_data' | 'lti.get_data';
  readonly key: string;
  readonly value?: string;
}

const waitMs = 1_500;

const platformWindow = (): Window | null => (window.parent === window ? window.opener : window.parent);

const frameNamed = (name: string): Window | null => {
  const page = platformWindow();
  if (page === null || name === '_parent') return page;
  try {
    return (page.frames as unknown as Record<string, Window | undefined>)[name] ?? null;
  } catch {
    return null;
  }
};

/** The answered value; null when nobody answers in time, the answer is an error, or it comes from somebody else. */
const ask = (
  to: Window,
  origin: string,
  question: Question,
  answersFrom: readonly string[] | null,
): Promise<string | null> =>
  new Promise((resolve) => {
    const messageId = crypto.randomUUID();
    const end = (value: string | null) => {
      window.clearTimeout(timer);
      window.removeEventListener('message', hear);
      resolve(value);
    };
    const timer = window.setTimeout(() => end(null), waitMs);
    const hear = ({ data, origin: from }: MessageEvent) => {
      if (typeof data !== 'object' || data === null) return;
      const answer = data as Record<string, unknown>;
      if (answer.subject !== `${question.subject}.response` || answer.message_id !== messageId) return;
      if (answersFrom !== null && !answersFrom.includes(from)) return;
      end(answer.error === undefined && typeof answer.value === 'string' ? answer.value : null);
    };
    window.addEventListener('message', hear);
    to.postMessage({ ...question, message_id: messageId }, origin);
  });

/** First the frame the platform named, by its origin; then, where the platform is known for it, its page whatever its origin. */
const askPlatform = async (
  { target, origin, anyOrigin }: PlatformStorage,
  question: Question,
  answersFrom: readonly string[] | null,
): Promise<string | null> => {
  const named = frameNamed(target);
  const first = named === null ? null : await ask(named, origin, question, answersFrom ?? [origin]);
  const page = platformWindow();
  if (first !== null || !anyOrigin || page === null) return first;
  return ask(page, '*', question, answersFrom);
};

/** Whether the platform keeps it. */
export const putData = async (storage: PlatformStorage, key: string, value: string): Promise<boolean> =>
  (await askPlatform(storage, { subject: 'lti.put_data', key, value }, null)) === value;

/** What the platform kept, heard from one of these origins alone; null when there is nothing. */
export const getData = (
  storage: PlatformStorage,
  key: string,
  answersFrom: readonly string[],
): Promise<string | null> => askPlatform(storage, { subject: 'lti.get_data', key }, answersFrom);
