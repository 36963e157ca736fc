import mongoose from 'mongoose';

const { BSON } = mongoose.mongo;

export type Doc = Record<string, unknown>;

/** MongoDB's wire protocol: mongodb.com/docs/manual/reference/mongodb-wire-protocol. */
const headerBytes = 16;
const opReply = 1;
const opQuery = 2004;
const opMsg = 2013;
const moreToCome = 2;

export interface Request {
  readonly id: number;
  readonly opCode: number;
  readonly command: Doc;
  readonly wantsReply: boolean;
}

const readDoc = (bytes: Buffer, at: number): { doc: Doc; next: number } => {
  const next = at + bytes.readInt32LE(at);
  return { doc: BSON.deserialize(bytes.subarray(at, next)) as Doc, next };
};

/** Section 0 is the command; a section 1 is a list that belongs into it. */
const readMsg = (bytes: Buffer): { command: Doc; wantsReply: boolean } => {
  const flags = bytes.readUInt32LE(headerBytes);
  let command: Doc = {};
  let at = headerBytes + 4;
  while (at < bytes.length) {
    const kind = bytes.readUInt8(at);
    at += 1;
    if (kind === 0) {
      const { doc, next } = readDoc(bytes, at);
      command = { ...doc, ...command };
      at = next;
      continue;
    }
    const end = at + bytes.readInt32LE(at);
    const nameEnd = bytes.indexOf(0, at + 4);
    const docs: Doc[] = [];
    command[bytes.toString('utf8', at + 4, nameEnd)] = docs;
    at = nameEnd + 1;
    while (at < end) {
      const { doc, next } = readDoc(bytes, at);
      docs.push(doc);
      at = next;
    }
  }
  return { command, wantsReply: (flags & moreToCome) === 0 };
};

/** Flags, name of the collection, two counts, then the command: what a driver says hello with. */
const readQuery = (bytes: Buffer): Doc => readDoc(bytes, bytes.indexOf(0, headerBytes + 4) + 1 + 8).doc;

/** The first whole message in what has arrived, and what is left; null while it is not all there. */
export const readRequest = (arrived: Buffer): { request: Request; rest: Buffer } | null => {
  if (arrived.length < headerBytes) return null;
  const length = arrived.readInt32LE(0);
  if (arrived.length < length) return null;
  const bytes = arrived.subarray(0, length);
  const [id, opCode] = [bytes.readInt32LE(4), bytes.readInt32LE(12)];
  if (opCode !== opMsg && opCode !== opQuery) throw new Error(`opcode ${opCode} is not spoken here`);
  const { command, wantsReply } = opCode === opMsg ? readMsg(bytes) : { command: readQuery(bytes), wantsReply: true };
  return { request: { id, opCode, command, wantsReply }, rest: arrived.subarray(length) };
};

export const writeReply = ({ id, opCode }: Request, answer: Doc): Buffer => {
  const body = Buffer.from(BSON.serialize(answer, { ignoreUndefined: true }));
  const between = opCode === opMsg ? Buffer.alloc(5) : Buffer.alloc(20);
  if (opCode === opQuery) between.writeInt32LE(1, 16);
  const header = Buffer.alloc(headerBytes);
  header.writeInt32LE(headerBytes + between.length + body.length, 0);
  header.writeInt32LE(id, 8);
  header.writeInt32LE(opCode === opMsg ? opMsg : opReply, 12);
  return Buffer.concat([header, between, body]);
};
