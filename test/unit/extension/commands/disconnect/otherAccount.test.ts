import assert from "node:assert/strict";
import { mock } from "node:test";
import { AzureError } from "../../../../../src/core/azure/http/azureError.ts";
import { runDisconnect, type RunEvent } from "../../../../../src/core/disconnect/disconnectRun.ts";
import { actors } from "../../../../../src/core/inventory/hosts.ts";
import { newAccount, newTenant } from "../../../../../src/core/inventory/directoryState.ts";
import { Names } from "../../../../../src/core/inventory/names.ts";
import type { HostedSession } from "../../../../../src/core/inventory/hostState.ts";
import type { Identity } from "../../../../../src/core/model/identity.ts";
import type { App } from "../../../../../src/extension/commands/app.ts";
import { hostState } from "../../table/tableRows.ts";
import { importWithStub, window } from "../../vscodeStub.ts";
import type { WorldSpec } from "../../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench, type InventoryBench } from "../../../../support/inventoryBench.ts";

const { findOtherAccount, confirmDisconnect } = await importWithStub(async () => ({
  ...(await import("../../../../../src/extension/commands/disconnect/otherAccount.ts")),
  ...(await import("../../../../../src/extension/commands/disconnect/confirm.ts")),
}));

const [A, B] = ["a@contoso.example", "b@contoso.example"];
const refusal = { fault: { kind: "status", status: 403, code: "AuthorizationFailed" } } as const;

function world(roleOfB: "operator" | "reader"): WorldSpec {
  return {
    tenants: [{ displayName: "Contoso" }],
    accounts: [
      { label: A, home: "Contoso" },
      { label: B, home: "Contoso" },
    ],
    subscriptions: [{ displayName: "Production", tenant: "Contoso" }],
    hosts: [{ name: "bas-a", sessions: [{ sessionId: "s1" }] }],
    roles: [{ account: B, scope: "bas-a", role: roleOfB }],
  };
}

/** A bench on which Azure refuses every disconnect of the first account. */
async function refused(roleOfB: "operator" | "reader" = "operator"): Promise<InventoryBench> {
  const bench = await inventoryBench(world(roleOfB));
  await bench.inventory.refresh();
  bench.azure.behave({ route: "disconnect", account: A }, refusal);
  return bench;
}

function sessionsOf(bench: InventoryBench): readonly HostedSession[] {
  const host = bench.host("bas-a");
  return (host.list?.sessions ?? []).map((state) => ({ host, state }));
}

function identityOf(bench: InventoryBench, label: string): Identity {
  return bench.host("bas-a").identities.find(({ account }) => account.label === label) ?? assert.fail(label);
}

async function run(bench: InventoryBench, sessions: readonly HostedSession[]) {
  const events: RunEvent[] = [];
  const { inventory, disconnects } = bench;
  const clock = { monotonic: () => 0, wall: () => new Date(0), pause: () => Promise.resolve() };
  const [request, lifetime] = [new AbortController().signal, new AbortController().signal];
  const outcomes = await runDisconnect(sessions, {
    inventory,
    disconnects,
    clock,
    request,
    lifetime,
    onEvent: (event) => events.push(event),
  }).outcomes;
  const actedAs = events.flatMap((event) => (event.kind === "answered" ? [event.actor?.account.label] : []));
  return { outcomes, actedAs, results: outcomes.flatMap(({ results }) => results) };
}

const askedBy = ({ azure }: InventoryBench) =>
  azure.requests.filter(({ route }) => route === "disconnect").map(({ account }) => account);

describe("Who disconnects", () => {
  it("is the account that was confirmed, and no other in its place when that one is refused", async () => {
    await using bench = await refused();
    const { results, actedAs } = await run(bench, sessionsOf(bench));
    assert.deepEqual([results[0]?.verdict, results[0]?.error?.kind], ["failed", "notAllowed"]);
    assert.deepEqual([askedBy(bench), actedAs], [[A], [A]]);
  });

  it("is the account that was confirmed, also where another has got a newer list since", async () => {
    await using bench = await refused();
    const confirmed = sessionsOf(bench);
    bench.azure.behave({ route: "list", account: A }, refusal);
    await bench.inventory.refreshHost(bench.host("bas-a").host.key);
    assert.equal(actors(bench.host("bas-a"))[0]?.account.label, B);
    await run(bench, confirmed);
    assert.deepEqual(askedBy(bench), [A]);
  });

  it("is none if the account that was confirmed no longer sees the host", async () => {
    await using bench = await refused();
    const stranger = { account: { id: "c", label: "c" }, tenant: identityOf(bench, A).tenant };
    const { results } = await run(
      bench,
      sessionsOf(bench).map(({ host, state }) => ({
        state,
        host: { ...host, actor: stranger, identities: [stranger] },
      })),
    );
    assert.deepEqual([results[0]?.verdict, askedBy(bench)], ["notSent", []]);
  });

  it("may be another account that sees the host: it is named, and acts once that is confirmed", async () => {
    await using bench = await refused();
    const sessions = sessionsOf(bench);
    const { outcomes } = await run(bench, sessions);
    const other = await findOtherAccount(bench, sessions, outcomes);
    assert(other);
    assert.deepEqual([other.name, other.actor.account.label], [B, B]);
    assert.deepEqual(askedBy(bench), [A], "looking for it sends nothing");
    const clock = { monotonic: () => 0, wall: () => new Date(0), pause: () => Promise.resolve() };
    const asked: string[] = [];
    const confirm = async (_title: string, { detail }: { detail: string }, button: string) => {
      asked.push(detail);
      return button;
    };
    const dialog = mock.method(window, "showWarningMessage", confirm as never);
    const request = { sessions: other.sessions, as: other.actor };
    const confirmed = await confirmDisconnect({ inventory: bench.inventory, clock }, request, async () => ({
      notes: [],
    }));
    dialog.mock.restore();
    assert.deepEqual([asked.length, asked[0]?.includes(B), asked[0]?.includes(A)], [1, true, false]);
    const { actedAs, results } = await run(bench, confirmed?.sessions ?? []);
    assert.deepEqual([results[0]?.verdict, actedAs, askedBy(bench)], ["disconnected", [B], [A, B]]);
  });

  it("is named with what tells its tenant from another one of that name", async () => {
    const [one, two] = ["t1", "t2"].map((tenantId) => ({
      account: { id: "a", label: A },
      tenant: { tenantId, displayName: "Default Directory" },
    }));
    assert.ok(one && two);
    const tenants = new Map([one, two].map(({ account, tenant }) => [tenant.tenantId, newTenant(account, tenant)]));
    const accounts = new Map([["a", { ...newAccount(one.account), tenants }]]);
    const names = new Names({ hosts: [], accounts, allSubscriptions: new Map() });
    const app = { inventory: { names }, disconnects: { findOtherActor: async () => two } } as unknown as App;
    const host = { ...hostState("bas-a", [{ sessionId: "s1" }]), actor: one, identities: [one, two] };
    const sessions = (host.list?.sessions ?? []).map((state) => ({ host, state }));
    const error = new AzureError({ kind: "notAllowed", detail: "x", status: 403, maybeReceived: false });
    const outcomes = [{ host, results: [{ sessionId: "s1", verdict: "failed" as const, error }] }];
    const other = await findOtherAccount(app, sessions, outcomes);
    assert.equal(other?.name, `${A} in tenant Default Directory (t2)`);
  });

  it("is not offered to be an account that may not either, or whose permissions can't be read", async () => {
    await using reader = await refused("reader");
    const sessions = sessionsOf(reader);
    assert.equal(await findOtherAccount(reader, sessions, (await run(reader, sessions)).outcomes), undefined);

    await using unread = await refused();
    unread.azure.behave("permissions", refusal);
    const { outcomes } = await run(unread, sessionsOf(unread));
    assert.equal(await findOtherAccount(unread, sessionsOf(unread), outcomes), undefined);
  });

  it("is not looked for where the failure isn't about who asks", async () => {
    await using bench = await refused();
    bench.azure.behave("disconnect", { fault: { kind: "status", status: 409, code: "Conflict" } });
    const { outcomes } = await run(bench, sessionsOf(bench));
    assert.equal(await findOtherAccount(bench, sessionsOf(bench), outcomes), undefined);
  });
});
