import type { z } from 'zod';
import type { FaceEngine } from '../index.ts';
import type { CollectionStore } from './collection-store.ts';
import { invalidParameter } from './fault.ts';

export interface Service {
  readonly engine: FaceEngine;
  readonly store: CollectionStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** How long a user's vector counts as being worked on after its faces changed. */
  readonly settleMs: number;
}

/** One operation of the protocol: a request as it came, and the answer as it goes. */
export type Operation = (service: Service, request: unknown) => Promise<object>;

/** @throws Fault InvalidParameterException, naming the fields that are wrong and never their values */
export const operation =
  <S extends z.ZodType>(schema: S, run: (service: Service, request: z.output<S>) => Promise<object>): Operation =>
  async (service, request) => {
    const parsed = schema.safeParse(request);
    if (!parsed.success) {
      const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))];
      throw invalidParameter(`Request has invalid parameters: ${fields.join(', ')}`);
    }
    return run(service, parsed.data);
  };
