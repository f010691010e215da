import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConfirmedLine } from "../../../../src/core/journal/journalFormat.ts";

/** A folder of the test's own, gone with it. */
export async function scratch(): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), "bastion-sessions-journal-"));
  return { folder: join(folder, "journal"), [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

export const HOST_ID = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bastionHosts/bas-a";

/** A disconnect of these sessions of one host, as it is confirmed. */
export function confirmed(
  entry: string,
  sessionIds: readonly string[] = ["s1"],
  at = "2026-03-01T10:00:00.000Z",
): ConfirmedLine {
  const actor = { account: "ops@contoso.example", accountId: "a", tenantId: "t" };
  return {
    kind: "confirmed",
    entry,
    at,
    by: "user",
    hosts: [
      {
        hostId: HOST_ID,
        hostName: "bas-a",
        actor,
        sessions: sessionIds.map((sessionId) => ({ sessionId, userName: `user ${sessionId}` })),
      },
    ],
  };
}
