import assert from "node:assert/strict";
import { attributeSessions, type AttributionInput } from "../../../../src/core/history/attribution.ts";
import type { AuditRecord } from "../../../../src/core/azure/auditLog.ts";
import { foldRecords } from "../../../../src/core/history/fold.ts";
import type { BastionSession } from "../../../../src/core/model/session/session.ts";
import { at, connectRow, disconnectRow, inputOf, MINUTE, session } from "./testRows.ts";

const SCALE_SET = "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-web";
const bob = { person: "bob@contoso.com", clientAddress: "203.0.113.5", tunnelId: "b1" };
const anns = (own: Partial<AuditRecord> = {}) => connectRow({ tunnelId: "a1", ...own });
const bobs = (own: Partial<BastionSession> = {}) =>
  session({ sessionId: "bob", startTime: "2026-08-20T10:00:02Z", ...own });

/** What is said of the first session: confidence, and doubt or blank. */
function said(
  sessions: readonly BastionSession[],
  rows: readonly AuditRecord[],
  own: Partial<AttributionInput> = {},
): string {
  const { connections, failures, sightings } = foldRecords(rows);
  const input = inputOf(sessions, connections, { failures: [...failures, ...sightings], ...own });
  const [one] = attributeSessions(input).values();
  const why = one?.confidence === "none" ? one.blank : one?.doubt;
  return [one?.confidence, ...(why === undefined ? [] : [why])].join(", ");
}

describe("Ann isn't named for Bob's session, whose row is lost,", () => {
  it("if he was logged within seconds on the same machine under another account or protocol", () => {
    const started = at("10:00:02");
    assert.equal(said([bobs()], [anns()]), "matched");
    for (const own of [{ userName: "root" }, { protocol: "rdp" }, { protocol: "tunnel", userName: "x" }]) {
      assert.equal(said([bobs()], [anns(), connectRow({ ...bob, started, ...own })]), "possible, ambiguous");
    }
    const later = connectRow({ ...bob, userName: "root", started: at("10:00:08") });
    assert.equal(said([bobs()], [anns(), later]), "matched");
    const elsewhere = { targetResourceId: `${anns().targetResourceId}2`, targetAddress: "10.0.0.5" };
    assert.equal(said([bobs()], [anns(), connectRow({ ...bob, ...elsewhere, started })]), "matched");
  });

  it("if he gave his sign-in name, and her row names no account", () => {
    const { userName: _account, ...noAccount } = anns({ protocol: "rdp" });
    const signedInAs = (userName: string) => said([bobs({ userName, protocol: "RDP" })], [noAccount]);
    assert.equal(signedInAs(String.raw`AzureAD\bob@contoso.com`), "possible, ambiguous");
    assert.equal(signedInAs(String.raw`AzureAD\BobSmith`), "possible, ambiguous");
    assert.equal(signedInAs("bob@contoso.com"), "possible, ambiguous");
    assert.equal(signedInAs(String.raw`AzureAD\Ann@contoso.com`), "matched");
    assert.equal(signedInAs("azureuser"), "matched");
  });

  it("if a session nearby that no row explains may have the row without an account", () => {
    const { userName: _account, ...noAccount } = anns();
    const nearby = session({ sessionId: "x", userName: "root", startTime: "2026-08-20T10:00:40Z" });
    assert.equal(said([bobs(), nearby], [noAccount]), "possible, ambiguous");
    assert.equal(said([bobs(), nearby], [anns()]), "matched");
  });

  it("if the scale set is the same, but not its instance", () => {
    const instance = (id: string, own: Partial<BastionSession> = {}) =>
      bobs({ targetResourceId: id, targetIpAddress: "10.0.0.5", ...own });
    const row = (own: Partial<AuditRecord>) => anns({ targetResourceId: SCALE_SET.toUpperCase(), ...own });
    const { targetAddress: _address, ...noAddress } = row({});
    assert.equal(said([instance(SCALE_SET)], [row({ targetAddress: "10.0.0.4" })]), "none, noRecord");
    assert.equal(said([instance(SCALE_SET)], [row({ targetAddress: "10.0.0.5" })]), "matched");
    assert.equal(said([instance(SCALE_SET)], [noAddress]), "possible, ambiguous");
    assert.equal(said([instance(`${SCALE_SET}/virtualMachines/3`)], [noAddress]), "possible, ambiguous");
    const own = anns({ targetResourceId: `${SCALE_SET}/virtualMachines/3`, targetAddress: "10.0.0.5" });
    assert.equal(said([instance(`${SCALE_SET}/virtualMachines/3`)], [own]), "matched");
    assert.equal(said([instance(SCALE_SET)], [own]), "possible, ambiguous");
  });

  it("even if the IDs agree, where the scale set's instance does not", () => {
    const withId = bobs({ sessionId: "a1", targetResourceId: SCALE_SET, targetIpAddress: "10.0.0.5" });
    const row = (targetAddress: string) => anns({ targetResourceId: SCALE_SET, targetAddress });
    assert.equal(said([withId], [row("10.0.0.4")]), "possible, ambiguous");
    assert.equal(said([withId], [row("10.0.0.5")]), "exact");
  });

  it("if his row names the scale set only, and hers the address only", () => {
    const { targetResourceId: _id, ...addressed } = anns({ targetAddress: "10.0.0.5" });
    const his = connectRow({ ...bob, targetResourceId: SCALE_SET, started: at("10:00:02") });
    const { targetAddress: _address, ...byId } = his;
    const live = bobs({ targetResourceId: `${SCALE_SET}/virtualMachines/3`, targetIpAddress: "10.0.0.5" });
    assert.equal(said([live], [addressed]), "matched");
    assert.equal(said([live], [addressed, byId]), "possible, ambiguous");
  });

  it("if her session has ended in words that aren't known", () => {
    const { ended: _ended, ...end } = disconnectRow({ tunnelId: "a1", time: at("10:00:40"), durationMs: 40_000 });
    for (const own of [
      { operation: "terminate", message: "Tunnel gone" },
      { operation: "terminate", message: "" },
      { operation: "connect", message: "Session closed." },
      { operation: "tunnel", message: "Session terminated" },
    ]) {
      assert.equal(said([bobs()], [anns(), { ...end, ...own }]), "none, noRecord", own.message);
    }
  });

  it("if her session's end may be logged apart from its start", () => {
    const { tunnelId: _id, ...noId } = anns();
    const end = disconnectRow({ ended: at("10:00:40") });
    assert.equal(said([bobs()], [noId, { ...end, started: at("10:00:01") }]), "possible, ambiguous");
    assert.equal(said([bobs()], [anns(), end]), "possible, ambiguous");
    assert.equal(said([bobs()], [anns(), { ...end, tunnelId: "a2" }]), "matched");
    assert.equal(said([bobs()], [noId, { ...end, started: at("09:30:00"), ended: at("09:40:00") }]), "matched");
  });

  it("if her sign-in was refused", () => {
    for (const message of ["Access denied", "Connection refused.", "Login unsuccessful", "Connection rejected"]) {
      assert.equal(said([bobs()], [anns({ message })]), "none, noRecord", message);
    }
  });

  it("while his row may be late, whatever this machine's clock says", () => {
    const start = { startTime: "2026-08-20T11:58:00Z" };
    const row = anns({ started: at("11:58:03") });
    const fastBy = (minutes: number) => {
      const now = at("12:00:00") + minutes * MINUTE;
      return { listedAt: now, log: { state: "read", from: at("00:00:00"), to: now, readAt: now } } as const;
    };
    assert.equal(said([bobs(start)], [row], fastBy(20)), "possible, tooSoon");
    assert.equal(said([bobs({ ...start, durationMinutes: 2 })], [row], fastBy(120)), "possible, tooSoon");
    assert.equal(said([bobs({ ...start, durationMinutes: 22 })], [row], fastBy(20)), "matched");
    // That it's later is known from another session's duration, or from a later row.
    const other = session({ userName: "root", startTime: "2026-08-20T10:00:00Z", durationMinutes: 140 });
    assert.equal(said([bobs(start), other], [row], fastBy(20)), "matched");
    const later = anns({ tunnelId: "c1", userName: "root", started: at("12:14:00") });
    assert.equal(said([bobs(start)], [row, later], fastBy(20)), "matched");
    assert.equal(said([bobs(start)], [row], fastBy(90)), "matched");
  });
});
