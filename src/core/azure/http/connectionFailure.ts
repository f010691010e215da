import { AzureError } from "./azureError.ts";

/**
 * What went wrong with a connection, by the system's or Node's code for it. The codes are those of RestError.code, so that
 * they mean the same whichever HttpClient is below.
 */

/** Codes of httpClient.ts for what no system call reports. */
export const TOO_LARGE = "BODY_TOO_LARGE";
export const NOT_HTTP = "NOT_HTTP";
export const PROXY_REFUSES = "PROXY_REFUSES";

/** The name was not resolved: there was no address to send to. */
const NO_NAME = new Set(["ENOTFOUND", "EAI_AGAIN", "EAI_FAIL", "EAI_NODATA", "EAI_NONAME"]);
/** Connecting was refused. Only a connection that does not exist yet can be. */
const NO_CONNECTION = new Set(["ECONNREFUSED"]);
/** How codes begin when the server's certificate is not accepted: Node closes the socket before it sends a request. */
const NO_TRUST = [
  "CERT_",
  "UNABLE_TO_",
  "DEPTH_ZERO_SELF_SIGNED",
  "SELF_SIGNED_CERT",
  "ERR_TLS_CERT_",
  "HOSTNAME_MISMATCH",
  "INVALID_CA",
  "INVALID_PURPOSE",
  "PATH_LENGTH_EXCEEDED",
];

/**
 * Whether this failure makes certain that the server received nothing. Every other code leaves it open: a reset or a
 * cut-off answer comes after the request as well as before, EPIPE after some bytes, ETIMEDOUT, EHOSTUNREACH and
 * ENETUNREACH on an open connection too, and a TLS alert after the handshake.
 */
export function isCertainlyUnsent(code: string): boolean {
  return NO_NAME.has(code) || NO_CONNECTION.has(code) || code === PROXY_REFUSES || isMistrust(code);
}

/** Whether the server's certificate was not accepted. */
export function isMistrust(code: string): boolean {
  return NO_TRUST.some((beginning) => code.startsWith(beginning));
}

/** Whether asking again might help. A wrong name, a certificate, a missing password and an oversized answer stay what they are. */
export function isPassing(code: string): boolean {
  return code !== "ENOTFOUND" && !isMistrust(code) && code !== TOO_LARGE && code !== NOT_HTTP && code !== PROXY_REFUSES;
}

/** The error for a connection that failed. */
export function connectionFailure(code: string | undefined): AzureError {
  const known = code !== undefined && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : "UNKNOWN";
  if (known === TOO_LARGE || known === NOT_HTTP) {
    const detail =
      known === TOO_LARGE
        ? "the answer is larger than any that Azure gives"
        : "the answer is not HTTP, or its compression is broken";
    return new AzureError({ kind: "unreadable", detail, code: known, maybeReceived: true });
  }
  if (known === PROXY_REFUSES) {
    return new AzureError({
      kind: "unreachable",
      detail: "the proxy requires authentication",
      code: "ProxyAuthenticationRequired",
      maybeReceived: false,
    });
  }
  return new AzureError({
    kind: "unreachable",
    detail: `the connection failed (${known})`,
    code: known,
    maybeReceived: !isCertainlyUnsent(known),
  });
}
