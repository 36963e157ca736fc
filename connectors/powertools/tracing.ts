import type { Tracer } from '@aws-lambda-powertools/tracer';

export type Annotate = (key: string, value: string | boolean) => void;

export interface Tracing {
  /** Runs the work as a part of the invocation's trace; what it throws marks the part as failed, and is not told. */
  part<T>(name: string, work: (annotate: Annotate) => Promise<T>): Promise<T>;
  /** Calls of this client become parts of the trace. Takes any client of the SDK v3 and answers the same one. */
  calls<Client>(client: Client): Promise<Client>;
}

/**
 * AWS X-Ray. Calls to platforms are not traced: their addresses are not ours to keep. Outside Lambda nothing is traced.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-nodejs-subsegments.html
 */
export const xrayTracing = (service: string): Tracing => {
  // AWS' own X-Ray SDK takes longer to load than all the rest: at the first invocation, and not before.
  let opening: Promise<Tracer> | null = null;
  const open = async () => {
    const powertools = await import('@aws-lambda-powertools/tracer');
    return new powertools.Tracer({ serviceName: service, captureHTTPsRequests: false });
  };
  const tracerOf = (): Promise<Tracer> => {
    opening ??= open();
    return opening;
  };
  return {
    async part(name, work) {
      const tracer = await tracerOf();
      const whole = tracer.getSegment();
      if (!tracer.isTracingEnabled() || whole === undefined) return work(() => {});
      const part = whole.addNewSubsegment(name);
      tracer.setSegment(part);
      try {
        return await work((key, value) => part.addAnnotation(key, value));
      } catch (error) {
        // Messages of foreign errors may hold anything; the log has them under the invocation's id.
        part.addFaultFlag();
        throw error;
      } finally {
        part.close();
        tracer.setSegment(whole);
      }
    },
    calls: async (client) => (await tracerOf()).captureAWSv3Client(client),
  };
};
