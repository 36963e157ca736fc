/** Open lines, by the names that whoever holds them gave them. */
export interface Sockets {
  /** False when nobody is there any more. @throws MusterError UNAVAILABLE, THROTTLED, DENIED */
  send(connection: string, text: string): Promise<boolean>;
  /** Of one that is gone: nothing to do. @throws as above */
  close(connection: string): Promise<void>;
}
