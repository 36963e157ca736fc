/** One line of live progress to those who look at a session's page. Lost lines do no harm: the page can ask again. */
export interface Realtime {
  /** Never rejects: the work that is told of goes on, whoever hears it. */
  publish(topic: string, event: RealtimeEvent): Promise<void>;
}

/** Listening in the process that publishes. */
export interface RealtimeListening {
  /** Returns the way to stop. */
  subscribe(topic: string, listener: (event: RealtimeEvent) => void): () => void;
}

export type RealtimeEvent =
  | {
      readonly kind: 'capture';
      readonly capture: string;
      readonly state: string;
      readonly compared: number;
      readonly found: number;
    }
  /** The version a teacher's change has made of the review. */
  | { readonly kind: 'review'; readonly session: string; readonly version: number }
  /** Somebody has checked in: what the board then proposes of them. */
  | {
      readonly kind: 'check-in';
      readonly session: string;
      readonly member: string;
      readonly status: 'present' | 'late';
      readonly at: string;
    }
  /** Check-in was opened, prolonged or closed. */
  | { readonly kind: 'check-in-period'; readonly session: string }
  | { readonly kind: 'session'; readonly session: string; readonly state: string }
  | { readonly kind: 'gradebook'; readonly pending: number; readonly confirmed: number; readonly refused: number };
