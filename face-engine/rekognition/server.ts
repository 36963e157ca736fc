import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import type { FaceEngine } from '../index.ts';
import { associateFaces, disassociateFaces } from './associations.ts';
import { openCollections } from './collection-store.ts';
import { createCollection, deleteCollection, describeCollection, listCollections } from './collections.ts';
import { openDataFolder } from './data-folder.ts';
import { deleteFaces, indexFaces, listFaces } from './faces.ts';
import { Fault, serverFault } from './fault.ts';
import { laggingCollections } from './lagging-collections.ts';
import type { Operation, Service } from './operation.ts';
import { imageTooLarge, maxBytes } from './picture.ts';
import { compareFaces, detectFaces } from './pictures.ts';
import type { PlannedFaults } from './planned-faults.ts';
import { requestTokens } from './request-tokens.ts';
import { searchFaces, searchUsers } from './searches.ts';
import { searchFacesByImage, searchUsersByImage } from './searches-by-image.ts';
import { createUser, deleteUser, listUsers } from './users.ts';

const operations: ReadonlyMap<string, Operation> = new Map([
  ['CreateCollection', createCollection],
  ['DescribeCollection', describeCollection],
  ['ListCollections', listCollections],
  ['DeleteCollection', deleteCollection],
  ['CreateUser', createUser],
  ['DeleteUser', deleteUser],
  ['ListUsers', listUsers],
  ['AssociateFaces', associateFaces],
  ['DisassociateFaces', disassociateFaces],
  ['IndexFaces', indexFaces],
  ['ListFaces', listFaces],
  ['DeleteFaces', deleteFaces],
  ['DetectFaces', detectFaces],
  ['SearchFacesByImage', searchFacesByImage],
  ['SearchUsersByImage', searchUsersByImage],
  ['SearchFaces', searchFaces],
  ['SearchUsers', searchUsers],
  ['CompareFaces', compareFaces],
]);

const contentType = 'application/x-amz-json-1.1';
const targetPrefix = 'RekognitionService.';
/** Two pictures of the largest size as base64, and the rest. */
const maxBody = Math.ceil((2 * maxBytes * 4) / 3) + 65_536;

const handler = (service: Service, faults: PlannedFaults | undefined): RequestHandler => {
  const answerOnce = requestTokens();
  return async (req, res) => {
    const target = req.get('x-amz-target') ?? '';
    const name = target.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : '';
    const run = operations.get(name);
    if (run === undefined) throw new Fault('UnknownOperationException', 'There is no such operation here.');
    const refusal = faults?.take(name) ?? null;
    if (refusal !== null) throw refusal;
    const answer = await answerOnce(name, req.body, () => run(service, req.body));
    if (faults?.takeLost(name)) throw serverFault();
    const wait = faults?.takeSlow(name) ?? 0;
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait).unref());
    res.type(contentType).send(JSON.stringify(answer));
  };
};

const faultOf = (error: unknown): Fault => {
  if (error instanceof Fault) return error;
  const { type } = error as { type?: string };
  if (type === 'entity.too.large') return imageTooLarge();
  if (type === 'entity.parse.failed') return new Fault('SerializationException', 'The request is not JSON.');
  return serverFault();
};

const answerFault =
  (tell: (error: unknown) => void): ErrorRequestHandler =>
  (error, _req, res, _next) => {
    const { type, message, status } = faultOf(error);
    if (status >= 500 && !(error instanceof Fault)) tell(error);
    res
      .status(status)
      .set('x-amzn-ErrorType', type)
      .type(contentType)
      .send(JSON.stringify({ __type: type, Message: message }));
  };

/** A page of another origin cannot send this type without being asked first, so it cannot reach this server. */
const onlyItsOwnType: RequestHandler = (req, _res, next) => {
  if (req.get('content-type') !== contentType) throw new Fault('SerializationException', `Send ${contentType}.`);
  next();
};

export interface RekognitionServerOptions {
  readonly engine: FaceEngine;
  readonly port: number;
  /** Where collections are kept; in memory alone when left out. */
  readonly data?: string;
  readonly faults?: PlannedFaults;
  /** Is told what went wrong here, when the caller is told of a server fault. */
  readonly onError?: (error: unknown) => void;
  /** How long users stay UPDATING after their faces changed, in milliseconds; as good as no time when left out. */
  readonly settleMs?: number;
  /** How long lists of faces and users go on showing what stood before a change; not at all when left out. */
  readonly lagMs?: number;
}

export interface RekognitionServer {
  readonly url: string;
  /** Leaves the engine open: whoever opened it closes it. */
  close(): Promise<void>;
}

/**
 * Speaks Amazon Rekognition's protocol (AWS JSON 1.1) on loopback, with this engine behind it. Any credentials will do:
 * signatures are not looked at. @throws DataFolderRefused; Error with code EADDRINUSE
 */
export const startRekognitionServer = async (options: RekognitionServerOptions): Promise<RekognitionServer> => {
  const { engine, port, data, faults, settleMs = 0, lagMs = 0, onError = () => {} } = options;
  const journal = data === undefined ? null : await openDataFolder(data, engine.modelVersion);
  const opened = await openCollections(journal);
  const store = lagMs === 0 ? opened : laggingCollections(opened, lagMs, Date.now);
  const app = express();
  app.disable('x-powered-by');
  app.use((_req, res, next) => {
    res.set('x-amzn-RequestId', randomUUID());
    next();
  });
  app.post(
    '/',
    onlyItsOwnType,
    express.json({ type: contentType, limit: maxBody }),
    handler({ engine, store, now: Date.now, settleMs }, faults),
  );
  app.use(answerFault(onError));
  const server = app.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    await store.close();
    throw error;
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
      await store.close();
    },
  };
};
