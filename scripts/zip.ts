import { crc32, deflateRawSync } from 'node:zlib';

export interface ZippedFile {
  /** With "/" between folders. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** 1 January 1980, 0:00: the first moment that a zip can tell. The same files give the same zip, byte for byte. */
const dosTime = 0;
const dosDate = (0 << 9) | (1 << 5) | 1;
/** A plain file that everybody may read: Lambda runs as a user of its own. */
const unixMode = 0o100644;
const utf8Names = 0x0800;
const deflated = 8;
const version = 20;

const record = (size: number, write: (at: DataView) => void): Buffer => {
  const bytes = Buffer.alloc(size);
  write(new DataView(bytes.buffer, bytes.byteOffset, size));
  return bytes;
};

/** PKWARE's APPNOTE 6.3.10, 4.3: local headers with data, then the central directory and its end. No zip64: 4 GB at most. */
export const zip = (files: readonly ZippedFile[]): Buffer => {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, bytes } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const name = Buffer.from(path);
    const data = deflateRawSync(bytes, { level: 9 });
    const sum = crc32(bytes);
    const shared = (at: DataView, start: number) => {
      at.setUint16(start, version, true);
      at.setUint16(start + 2, utf8Names, true);
      at.setUint16(start + 4, deflated, true);
      at.setUint16(start + 6, dosTime, true);
      at.setUint16(start + 8, dosDate, true);
      at.setUint32(start + 10, sum, true);
      at.setUint32(start + 14, data.length, true);
      at.setUint32(start + 18, bytes.length, true);
      at.setUint16(start + 22, name.length, true);
    };
    const local = record(30, (at) => {
      at.setUint32(0, 0x04034b50, true);
      shared(at, 4);
    });
    const start = offset;
    const central = record(46, (at) => {
      at.setUint32(0, 0x02014b50, true);
      at.setUint16(4, (3 << 8) | version, true);
      shared(at, 6);
      at.setUint32(38, (unixMode << 16) >>> 0, true);
      at.setUint32(42, start, true);
    });
    parts.push(local, name, data);
    directory.push(central, name);
    offset += local.length + name.length + data.length;
  }
  const listed = Buffer.concat(directory);
  const end = record(22, (at) => {
    at.setUint32(0, 0x06054b50, true);
    at.setUint16(8, files.length, true);
    at.setUint16(10, files.length, true);
    at.setUint32(12, listed.length, true);
    at.setUint32(16, offset, true);
  });
  return Buffer.concat([...parts, listed, end]);
};
