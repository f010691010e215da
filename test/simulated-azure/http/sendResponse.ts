import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { TLSSocket } from "node:tls";
import type { Fault } from "../faults/faults.ts";
import type { Answer } from "./wire.ts";
import { bodyText, headerName } from "./wire.ts";

/** How long bytes are given to reach the caller before a reset overtakes them: the network drops what a reset overtakes. */
const HEAD_START_MS = 25;

const DEFAULT_HUGE = 100 * 1024 * 1024;
const CHUNK = 64 * 1024;

/** What every answer of Azure's carries. */
function commonHeaders(requestId: string, now: number): Record<string, string> {
  const correlation = randomUUID();
  return {
    "Cache-Control": "no-cache",
    Pragma: "no-cache",
    Expires: "-1",
    "x-ms-request-id": requestId,
    "x-ms-correlation-request-id": correlation,
    "x-ms-routing-request-id": `WESTEUROPE:${new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, "")}:${correlation}`,
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    Date: new Date(now).toUTCString(),
  };
}

/** Sends an answer, with a fault of the wire where there is one. Returns when it is out, or the connection gone. */
export async function sendResponse(
  response: ServerResponse,
  answer: Answer,
  facts: { readonly requestId: string; readonly now: number; readonly fault: Fault | undefined },
): Promise<void> {
  const text = bodyText(answer);
  const headers = {
    ...commonHeaders(facts.requestId, facts.now),
    ...(text !== "" && { "Content-Type": "application/json; charset=utf-8" }),
    ...answer.headers,
  };
  const cased = Object.entries(headers).map(
    ([name, value]) => [headerName(name, answer.style?.headerCase), value] as const,
  );
  const head = (length: number | undefined) => {
    const name = headerName("Content-Length", answer.style?.headerCase);
    response.sendDate = false;
    response.writeHead(
      answer.status,
      Object.fromEntries(length === undefined || answer.status === 204 ? cased : [...cased, [name, String(length)]]),
    );
  };
  const body = Buffer.from(text);
  const { fault } = facts;
  switch (fault?.kind) {
    case "reset":
      return resetConnection(response, fault.when, () => head(body.length), body);
    case "neverAnswers":
      if (fault.after === "headers") {
        head(body.length);
        response.flushHeaders();
      }
      await closed(response);
      return;
    case "cutBody":
      head(body.length);
      response.write(body.subarray(0, body.length / 2));
      await pause(HEAD_START_MS);
      response.socket?.end();
      return;
    case "invalidJson":
      head(Math.floor(body.length / 2));
      response.end(body.subarray(0, body.length / 2));
      return;
    case "huge":
      head(undefined);
      return pour(response, fault.bytes ?? DEFAULT_HUGE);
    case "endless":
      head(undefined);
      return pour(response, Infinity);
    case "slowDrip":
      head(body.length);
      return drip(response, body, fault.msPerByte ?? 1000);
    default:
      head(body.length);
      response.end(body);
  }
}

async function closed(response: ServerResponse): Promise<void> {
  if (!response.closed && !response.destroyed) {
    await once(response, "close");
  }
}

async function resetConnection(
  response: ServerResponse,
  when: "beforeHeaders" | "duringHeaders" | "afterHeaders",
  head: () => void,
  body: Buffer,
): Promise<void> {
  const { socket } = response;
  if (when === "duringHeaders") {
    socket?.write("HTTP/1.1 200 OK\r\nCache-Control: no-cache\r\nContent-Ty");
    await pause(HEAD_START_MS);
  } else if (when === "afterHeaders") {
    head();
    response.write(body.subarray(0, body.length / 2));
    await pause(HEAD_START_MS);
  }
  // Only a bare TCP socket can be reset.
  if (socket instanceof Socket && !(socket instanceof TLSSocket)) {
    socket.resetAndDestroy();
  } else {
    socket?.destroy();
  }
}

/** Aborted when the connection is gone. */
function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  return gone.signal;
}

/** JSON that goes on for that many bytes. */
async function pour(response: ServerResponse, bytes: number): Promise<void> {
  const open = Buffer.from('{"value":[],"padding":"');
  const close = Buffer.from('"}');
  const chunk = Buffer.alloc(CHUNK, "x");
  const gone = goneSignal(response);
  response.write(open);
  let left = bytes - open.length - close.length;
  while (left > 0 && !response.destroyed) {
    if (!response.write(left < CHUNK ? chunk.subarray(0, left) : chunk)) {
      await once(response, "drain", { signal: gone }).catch(() => undefined);
    }
    left -= CHUNK;
  }
  response.end(close);
}

async function drip(response: ServerResponse, body: Buffer, msPerByte: number): Promise<void> {
  const gone = goneSignal(response);
  for (let at = 0; at < body.length && !response.destroyed; at++) {
    response.write(body.subarray(at, at + 1));
    await pause(msPerByte, undefined, { signal: gone }).catch(() => undefined);
  }
  response.end();
}
