import mongoose from 'mongoose';
import { MusterError } from '../../core/errors.ts';

/** Unauthorized, AuthenticationFailed: github.com/mongodb/mongo, src/mongo/base/error_codes.yml. */
const denied = new Set<unknown>([13, 18]);

/** MongoDB's words stop here: what is not a refusal of our rights may be asked again. */
export const mapped = async <T>(operation: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof mongoose.Error || error instanceof mongoose.mongo.MongoError)) throw error;
    const code = 'code' in error && denied.has(error.code) ? 'DENIED' : 'UNAVAILABLE';
    throw new MusterError(code, { port: 'ltijs-store', operation }, { cause: error });
  }
};
