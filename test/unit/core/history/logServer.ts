import type { ServerResponse } from "node:http";
import { json, scriptedServer, type ScriptedServer } from "../azure/testArm.ts";

/** A row of the log. */
export interface WireRow {
  readonly time: number;
  readonly host: string;
  readonly tunnel: string;
  readonly isEnd?: boolean;
}

/** What a query asked for. */
export interface Asked {
  readonly from: number;
  readonly to: number;
  readonly hosts: readonly string[];
}

export interface LogServer extends AsyncDisposable {
  readonly url: string;
  readonly asked: readonly Asked[];
}

/** The most rows of an answer that can be read. */
export const MOST = 100;
/** An answer of 10,000 rows counts as cut. These can't be read and cost nothing. */
const FILLING = Array.from({ length: 10_000 - MOST }, () => 0);
const COLUMNS = ["TimeGenerated", "OperationName", "Message", "TunnelId", "UserEmail", "SessionStartTime", "HostId"];

/**
 * A log with these rows. An answer has the newest 100 of a range, filled up to 10,000 if there are more.
 *
 * @param refuse may answer instead, and then returns true
 * @param extra what the body has beside the tables
 */
export async function logServer(
  rows: readonly WireRow[],
  refuse: (response: ServerResponse, asked: Asked, count: number) => boolean = () => false,
  extra: object = {},
): Promise<LogServer> {
  const asked: Asked[] = [];
  const server: ScriptedServer = await scriptedServer((_request, response, count) => {
    const { query, timespan } = JSON.parse(server.requests[count]!.body) as { query: string; timespan: string };
    const [from = NaN, to = NaN] = timespan.split("/").map((time) => Date.parse(time));
    const hosts = [...query.matchAll(/'(\/subscriptions\/[^']+)'/gu)].map(([, id = ""]) => id.toLowerCase());
    asked.push({ from, to, hosts });
    if (!refuse(response, asked.at(-1)!, count)) {
      const found = rows
        .filter(({ time, host }) => time >= from && time < to && hosts.includes(host.toLowerCase()))
        .sort((a, b) => b.time - a.time);
      const columns = COLUMNS.map((name) => ({ name, type: "string" }));
      const given = [...found.slice(0, MOST).map(wireRow), ...(found.length >= MOST ? FILLING : [])];
      json(response, 200, { tables: [{ name: "PrimaryResult", columns, rows: given }], ...extra });
    }
  });
  return { url: server.url, asked, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

function wireRow({ time, host, tunnel, isEnd = false }: WireRow): readonly unknown[] {
  const operation = `Microsoft.Network/BastionHost/${isEnd ? "disconnect" : "connect"}`;
  const message = isEnd ? "Successfully Disconnected" : "Successfully Connected.";
  const at = new Date(time).toISOString();
  return [at, operation, message, tunnel, "ann@contoso.com", isEnd ? null : at, host];
}
