import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that breaks: each connection in turn is cut when so many bytes have gone up; when the list is at its end none is. */
export class BreakingProxy {
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((socket) => this.pass(socket));
  target = '';
  /** How often it broke. */
  broken = 0;

  constructor(private readonly breaksAfter: number[] = []) {}

  async start(target: string): Promise<string> {
    this.target = target;
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((closed) => this.server.close(closed));
  }

  private pass(client: Socket): void {
    const { hostname, port } = new URL(this.target);
    const server = connect(Number(port), hostname);
    const cut = () => {
      client.destroy();
      server.destroy();
    };
    let up = 0;
    client.on('data', (piece) => {
      up += piece.length;
      if (this.breaksAfter[0] === undefined || up <= this.breaksAfter[0]) return;
      this.breaksAfter.shift();
      this.broken++;
      cut();
    });
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('error', cut).on('close', () => (cut(), this.sockets.delete(socket)));
    }
    client.pipe(server).pipe(client);
  }
}
