import type { lookup } from "node:dns";
import { Server } from "proxy-chain";

/** A company's proxy on this machine. */
export interface Proxy extends AsyncDisposable {
  readonly url: string;
  /** Where it was asked to connect to, as `host:port`, once for each connection; `http://…` where it was asked to fetch. */
  readonly asked: readonly string[];
}

/** Starts a proxy that alone knows the address of `hostName`: this machine. */
export async function startProxy(hostName: string): Promise<Proxy> {
  const asked: string[] = [];
  const proxy = new Server({
    host: "127.0.0.1",
    port: 0,
    prepareRequestFunction: ({ hostname, port, isHttp }) => {
      asked.push(`${isHttp ? "http://" : ""}${hostname}:${port}`);
      return { dnsLookup: resolver(hostName) };
    },
  });
  await proxy.listen();
  return {
    url: `http://127.0.0.1:${proxy.port}`,
    asked,
    [Symbol.asyncDispose]: () => proxy.close(true),
  };
}

function resolver(hostName: string): typeof lookup {
  const resolve = (
    name: string,
    options: { readonly all?: boolean },
    answer: (error: Error | null, ...result: unknown[]) => void,
  ): void => {
    const address = { address: "127.0.0.1", family: 4 };
    if (name !== hostName) {
      answer(Object.assign(new Error(`no such name: ${name}`), { code: "ENOTFOUND" }));
    } else if (options.all === true) {
      answer(null, [address]);
    } else {
      answer(null, address.address, address.family);
    }
  };
  return resolve as typeof lookup;
}
