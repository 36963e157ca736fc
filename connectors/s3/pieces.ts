/** Of a multipart upload each part but the last has at least 5 MiB: docs.aws.amazon.com/AmazonS3, multipart upload limits. */
const pieceBytes = 8 * 1024 * 1024;

/** A text as it comes, in pieces of one size and a shorter last one. No more than two pieces are held at a time. */
export async function* inPieces(
  content: AsyncIterable<string> | Iterable<string>,
  size = pieceBytes,
): AsyncGenerator<Uint8Array, undefined> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const text of content) {
    let bytes = Buffer.from(text, 'utf8');
    while (length + bytes.byteLength >= size) {
      const fits = size - length;
      yield Buffer.concat([...held, bytes.subarray(0, fits)]);
      bytes = bytes.subarray(fits);
      held = [];
      length = 0;
    }
    if (bytes.byteLength === 0) continue;
    held.push(bytes);
    length += bytes.byteLength;
  }
  if (length > 0) yield Buffer.concat(held);
  return undefined;
}
