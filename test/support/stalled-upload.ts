import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface StalledUpload {
  /** What was answered, as soon as anything is; empty when the connection ended without a word. */
  readonly answer: Promise<string>;
  leave(): void;
}

/** Begins to send a picture of a megabyte and never goes on. */
export const stalledUpload = async (
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<StalledUpload> => {
  const { hostname, port, pathname } = new URL(url);
  const socket: Socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const answer = new Promise<string>((resolve) => {
    socket.once('data', (data) => resolve(data.toString('latin1')));
    socket.once('close', () => resolve(''));
    socket.on('error', () => {});
  });
  const head = {
    Host: `${hostname}:${port}`,
    'Content-Type': 'multipart/form-data; boundary=x',
    'Content-Length': '1000000',
    ...headers,
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`POST ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n`);
  socket.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\nabc');
  return { answer, leave: () => void socket.destroy() };
};
