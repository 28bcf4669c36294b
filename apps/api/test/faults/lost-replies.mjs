// The reply to a COMMIT is lost: the row is there, the worker is told that its connection broke.
import { createServer, connect } from 'node:net';
import { small } from './failpoints.mjs';

/** Stands between a worker and PostgreSQL, and breaks the connection instead of passing the answer to every so many-th COMMIT. */
async function lossyProxy(target, isLost) {
  const { hostname, port } = new URL(target);
  let lost = 0;
  const sockets = new Set();
  const server = createServer((client) => {
    const postgres = connect({ host: hostname, port: Number(port) });
    let [pending, hasStarted, loses] = [Buffer.alloc(0), false, false];
    client.on('data', (bytes) => {
      pending = Buffer.concat([pending, bytes]);
      for (;;) {
        const head = hasStarted ? 1 : 0; // the first message has no type
        if (pending.length < head + 4) break;
        const length = head + pending.readInt32BE(head);
        if (pending.length < length) break;
        if (hasStarted && /^Qcommit/i.test(`Q${pending.toString('latin1', 5, Math.min(length, 20))}`) && pending[0] === 0x51)
          loses = isLost();
        hasStarted = true;
        pending = pending.subarray(length);
      }
      postgres.write(bytes);
    });
    postgres.on('data', (bytes) => {
      if (!loses) return client.write(bytes);
      lost++;
      client.resetAndDestroy();
      postgres.destroy();
    });
    for (const [socket, other] of [
      [client, postgres],
      [postgres, client],
    ]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => (sockets.delete(socket), other.destroy()));
    }
  });
  await new Promise((go) => server.listen(0, '127.0.0.1', go));
  const url = new URL(target);
  url.port = server.address().port;
  return {
    url: url.href,
    get lost() {
      return lost;
    },
    stop: () => (sockets.forEach((socket) => socket.destroy()), server.close()),
  };
}

async function loseReplies(story, most) {
  const { system, random } = story;
  await system.stopWorkers();
  const proxy = await lossyProxy(system.database, () => proxy.lost < most && random() < 0.15);
  await system.worker({ DATABASE_URL: proxy.url });
  while (proxy.lost < most) {
    const file = story.file();
    await story.judge([[await system.send(file), file]]);
  }
  await system.stopWorkers();
  proxy.stop();
}

export const cases = [
  { name: 'lost replies to COMMIT', on: small, short: true, run: (story, { isShort }) => loseReplies(story, isShort ? 5 : 50) },
];
