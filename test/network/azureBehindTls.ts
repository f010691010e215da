import { once } from "node:events";
import { connect } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:tls";
import { startSimulatedAzure } from "../simulated-azure/server.ts";
import type { SimulatedAzure } from "../simulated-azure/server.ts";

/** A simulated Azure that clients reach over TLS alone, under a name that no resolver knows. */
export interface AzureBehindTls extends AsyncDisposable {
  readonly azure: SimulatedAzure;
  readonly port: number;
  /** How many connections came. */
  readonly connections: number;
  /** How many of them got past the handshake: on any other nothing was sent. */
  readonly handshakes: number;
}

/** Starts it. Sign-in stays on the loopback address, in plain http: a browser's business, and not what is tested. */
export async function startAzureBehindTls(
  hostName: string,
  certificate: { readonly key: string; readonly cert: string },
): Promise<AzureBehindTls> {
  let connections = 0;
  let handshakes = 0;
  const open = new Set<Socket>();
  const front = createServer(certificate, (client) => {
    handshakes++;
    const inside = connect(Number(new URL(azure.address).port), "127.0.0.1");
    client.pipe(inside).pipe(client);
    client.on("error", () => inside.destroy());
    inside.on("error", () => client.destroy());
  });
  front.on("connection", (socket: Socket) => {
    connections++;
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
  const { port } = front.address() as AddressInfo;
  const azure = await startSimulatedAzure({ publicUrl: `https://${hostName}:${port}` });
  // Rows are counted against the world, which must not change meanwhile.
  azure.world.sessionChurn = false;
  return {
    azure,
    port,
    get connections() {
      return connections;
    },
    get handshakes() {
      return handshakes;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(front, "close");
      front.close();
      open.forEach((socket) => socket.destroy());
      await closed;
      await azure.close();
    },
  };
}
