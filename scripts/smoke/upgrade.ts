import { randomBytes } from 'node:crypto';
import { request as http } from 'node:http';
import { request as https } from 'node:https';

/** RFC 6455, 4.1: asks to upgrade, and answers the status that came instead; 101 when it was let in. */
export const refusesUpgrade = (url: string, patienceMs: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const { protocol } = new URL(url);
    const asked = (protocol === 'wss:' ? https : http)(url.replace(/^ws/, 'http'), {
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
      },
    });
    asked.setTimeout(patienceMs, () => asked.destroy(new Error('the WebSocket does not answer')));
    asked.once('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once('upgrade', (_, socket) => {
      socket.destroy();
      resolve(101);
    });
    asked.once('error', reject);
    asked.end();
  });
