import { AzureError } from "./azureError.ts";
import { isPrivate } from "../../model/cloud.ts";
import type { Cloud } from "../../model/cloud.ts";

/** Whether a token may be sent there: the cloud's own resource manager, exactly, over TLS or to this machine. */
export function isTrustedUrl(url: URL, cloud: Cloud): boolean {
  return url.origin === cloud.resourceManagerUrl.origin && isPrivate(url) && url.username === "" && url.password === "";
}

/**
 * The URL that an answer refers us to (nextLink, Location, Azure-AsyncOperation), relative ones taken from where the
 * answer came from.
 *
 * @throws AzureError `unreadable` for any other origin; nothing is sent there
 */
export function trustedUrl(link: string, from: URL, cloud: Cloud): URL {
  const url = URL.parse(link, from.href);
  if (url === null || !isTrustedUrl(url, cloud)) {
    const detail =
      url === null
        ? "the answer refers to something that is no URL"
        : `the answer refers to another origin (${url.protocol}//${url.host})`;
    // The answer that holds the link has come: what was asked there, was received.
    throw new AzureError({ kind: "unreadable", detail, code: "ForeignUrl", maybeReceived: true });
  }
  return url;
}
