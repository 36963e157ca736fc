/**
 * What may be forgotten at any time, shared by processes where a server for it is configured. Never the only place of
 * anything; a cache that is away answers null and takes nothing in, and nobody waits for it.
 */
export interface Cache {
  /** Null when unknown, expired or unanswered. */
  get(key: string): Promise<string | null>;
  /** For so many seconds at most. */
  put(key: string, value: string, seconds: number): Promise<void>;
  remove(key: string): Promise<void>;
}
