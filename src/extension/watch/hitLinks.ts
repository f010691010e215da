import { env } from "vscode";
import { tenantOf } from "../../core/inventory/hostState.ts";
import { sessionByKey } from "../../core/inventory/sessionByKey.ts";
import { formatDeepLink, type DeepLink } from "../../core/model/deepLink.ts";
import { present } from "../../core/text/json.ts";
import type { Hit } from "../../core/watch/hit.ts";
import type { Known } from "../tree/attention/hitTexts.ts";

/** Deep links to hits, each once: to live sessions, else to the history or to the row of the host. */
export function hitLinks(hits: readonly Hit[], known: Known): readonly string[] {
  const links = hits.map((hit) => formatDeepLink(env.uriScheme, linkTo(hit, known)));
  return [...new Set(links)].filter((link) => link !== undefined);
}

function linkTo({ hostKey: host, subject }: Hit, known: Known): DeepLink {
  const state = known.host(host);
  const tenant = state && tenantOf(state);
  const key = "sessionKey" in subject ? subject.sessionKey : undefined;
  const session = key === undefined ? undefined : sessionByKey(state?.list, key)?.session.sessionId;
  if (session !== undefined) {
    return { place: "session", host, session, ...present({ tenant }) };
  }
  switch (subject.kind) {
    case "connection":
      return { place: "history", host, ...present({ session: subject.connection.tunnelId, tenant }) };
    case "failures":
      return { place: "history", host, ...present({ tenant }) };
    default:
      return { place: "host", host, ...present({ tenant }) };
  }
}
