import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { embeddedFaceGallery } from '../../connectors/embedded/face-gallery.ts';
import { templateStore } from '../../connectors/embedded/template-store.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { type FaceEngine, UnreadablePicture } from '../../face-engine/index.ts';
import { vaultOf } from './a-vault.ts';

/** What a model's container answers: a status and a body. */
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface SagemakerEndpoint {
  readonly url: string;
  readonly name: string;
  /** What was asked for: content types with their attributes. */
  readonly asked: string[];
  /** SageMaker itself answers the next calls so, in place of the model. */
  refuse(status: number, type: string, times?: number): void;
  /** The model answers so from now on, until mended. */
  answer(change: (answer: Answer) => Answer): void;
  mend(): void;
  close(): Promise<void>;
}

const vectorLength = 512;

/** Our own engine as a model container would serve it. */
const container = (engine: FaceEngine) => {
  const gallery = embeddedFaceGallery(engine, templateStore(memoryTable(), vaultOf(1)));
  const describe = async (): Promise<Answer> => {
    const { modelVersion: model, thresholds, qualityLimits, origin } = await gallery.describe();
    const { match, review, margin } = thresholds;
    return { status: 200, body: { model, vectorLength, thresholds: { match, review, margin }, qualityLimits, origin } };
  };
  const analyse = async (picture: Buffer, vectors: boolean): Promise<Answer> => {
    try {
      const { width, height, faces } = await engine.analyse(picture, { vectors });
      const told = faces.map(({ box: { score, ...box }, points, quality, vector }) => ({
        box,
        score: Math.min(1, score),
        points: points.map(({ x, y }) => [x, y]),
        quality,
        vector: vector === null ? null : [...vector],
      }));
      return { status: 200, body: { model: engine.modelVersion, width, height, faces: told } };
    } catch (error) {
      if (error instanceof UnreadablePicture) return { status: 422, body: { error: 'no picture' } };
      throw error;
    }
  };
  return { describe, analyse };
};

/** An endpoint on this machine: docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html. */
export const startSagemakerEndpoint = async (engine: FaceEngine): Promise<SagemakerEndpoint> => {
  const name = 'faces';
  const model = container(engine);
  const asked: string[] = [];
  const refusals: { status: number; type: string }[] = [];
  let change = (answer: Answer): Answer => answer;

  const json = (response: ServerResponse, status: number, body: unknown, type?: string) =>
    void response
      .writeHead(status, {
        'Content-Type': 'application/json',
        ...(type === undefined ? {} : { 'x-amzn-ErrorType': type }),
      })
      .end(typeof body === 'string' ? body : JSON.stringify(body));

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    const type = String(request.headers['content-type']);
    const attributes = String(request.headers['x-amzn-sagemaker-custom-attributes'] ?? '');
    asked.push(`${type} ${attributes}`.trim());
    const refusal = refusals.shift();
    if (refusal !== undefined) return json(response, refusal.status, { Message: 'refused' }, refusal.type);
    if (request.headers.authorization?.includes('/sagemaker/aws4_request') !== true)
      return json(response, 403, { Message: 'unsigned' }, 'AccessDeniedException');
    if (request.url !== `/endpoints/${name}/invocations`)
      return json(response, 400, { Message: 'no such endpoint' }, 'ValidationError');
    const given =
      type === 'application/json' ? await model.describe() : await model.analyse(body, attributes === 'vectors=yes');
    const { status, body: told } = change(given);
    if (status < 400) return json(response, 200, told);
    json(
      response,
      424,
      { Message: 'the model failed', OriginalStatusCode: status, OriginalMessage: 'why' },
      'ModelError',
    );
  };

  const server = createServer((request, response) => {
    // Whoever asked has gone, and the engine with them.
    void handle(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    name,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    refuse(status, type, times = 1) {
      for (let n = 0; n < times; n += 1) refusals.push({ status, type });
    },
    answer(given) {
      change = given;
    },
    mend() {
      refusals.length = 0;
      change = (answer) => answer;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
};
