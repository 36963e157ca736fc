/** Just enough of the Protocol Buffers wire format to take a message apart and put another one together. */
export interface Field {
  readonly number: number;
  /** Of a length-delimited field: a string, a message, bytes, packed numbers. Empty for the others. */
  readonly bytes: Uint8Array;
  /** Of a varint field; 0 for the others. */
  readonly value: number;
  /** The field as it is written, key and all, to be copied unchanged. */
  readonly raw: Uint8Array;
}

/** Bytes that are no message. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

const varintType = 0;
const lengthType = 2;
/** Bytes of a fixed value by wire type (64 and 32 bits). */
const fixedBytes: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

/** The fields of a message in the order they are written. @throws MalformedMessage */
export const fieldsOf = (message: Uint8Array): Field[] => {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at];
      if (byte === undefined) throw new MalformedMessage('The message ends within a number.');
      at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const fields: Field[] = [];
  while (at < message.length) {
    const begun = at;
    const key = varint();
    const type = key % 8;
    const value = type === varintType ? varint() : 0;
    const length = type === varintType ? 0 : type === lengthType ? varint() : fixedBytes[type];
    if (length === undefined || at + length > message.length) throw new MalformedMessage('The message cannot be read.');
    const bytes = message.subarray(at, at + length);
    at += length;
    fields.push({ number: Math.floor(key / 8), bytes, value, raw: message.subarray(begun, at) });
  }
  return fields;
};

const varint = (value: number): Uint8Array => {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
};

export const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

export const numberField = (number: number, value: number): Uint8Array =>
  Buffer.concat([varint(number * 8 + varintType), varint(value)]);

/** A string, bytes, or a message of the fields given. */
export const lengthField = (number: number, content: string | Uint8Array | readonly Uint8Array[]): Uint8Array => {
  const bytes =
    typeof content === 'string'
      ? Buffer.from(content)
      : content instanceof Uint8Array
        ? content
        : Buffer.concat(content);
  return Buffer.concat([varint(number * 8 + lengthType), varint(bytes.length), bytes]);
};
