import assert from "node:assert/strict";
import { exactly } from "../../../../src/core/model/count.ts";
import type { Hit } from "../../../../src/core/watch/hit.ts";
import { hostState } from "../table/tableRows.ts";
import { importWithStub } from "../vscodeStub.ts";
import { connectionHit, failuresHit, hostKey, known, sessionHit } from "./watchStates.ts";

const { hitLinks } = await importWithStub(() => import("../../../../src/extension/watch/hitLinks.ts"));

const prod = hostState("bas-prod", [{ sessionId: "s-1", userName: "ann" }]);
const hosts = known(prod);
const [live] = prod.list?.sessions ?? [];

/** The place of each link, with what it names beside the host. */
function places(...hits: readonly Hit[]): readonly string[] {
  return hitLinks(hits, hosts).map((link) => {
    const { pathname, searchParams } = new URL(link);
    assert.equal(searchParams.get("host"), hostKey);
    return [pathname, searchParams.get("session") ?? []].flat().join(" ");
  });
}

describe("Deep links to watch hits", () => {
  it("lead to a live session", () => {
    assert.deepEqual(places(sessionHit(live!.key)), ["/session s-1"]);
  });

  it("lead to a connection in the history by its ID, and to the host's history without one", () => {
    const hit = connectionHit("a");
    const { connection } = hit.subject;
    const logged = { ...hit, subject: { ...hit.subject, connection: { ...connection, tunnelId: "t-1" } } };
    assert.deepEqual(places(logged, hit, failuresHit(7)), ["/history t-1", "/history"]);
  });

  it("lead to a live session that a connection became", () => {
    const hit = connectionHit("a");
    assert.deepEqual(places({ ...hit, subject: { ...hit.subject, sessionKey: live!.key } }), ["/session s-1"]);
  });

  it("lead to the host for a count, and for a session that is gone", () => {
    const count: Hit = { key: "m", hostKey, subject: { kind: "count", count: exactly(9) } };
    assert.deepEqual(places(count, sessionHit("gone")), ["/host"]);
  });
});
