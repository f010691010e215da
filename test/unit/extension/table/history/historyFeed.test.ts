import assert from "node:assert/strict";
import { AzureError } from "../../../../../src/core/azure/http/azureError.ts";
import type { HostActivity } from "../../../../../src/core/history/activity.ts";
import type { History } from "../../../../../src/core/history/history.ts";
import type { HistoryRequest } from "../../../../../src/core/inventory/people/historyReader.ts";
import { armKey } from "../../../../../src/core/model/armId.ts";
import type { Connection } from "../../../../../src/core/model/session/connection.ts";
import type { HistoryMessage } from "../../../../../src/extension/table/history/historyProtocol.ts";
import type { Disconnector } from "../../../../../src/core/history/historyRecord.ts";
import { importWithStub } from "../../vscodeStub.ts";

const { HistoryFeed } = await importWithStub(() => import("../../../../../src/extension/table/history/historyFeed.ts"));
const { historyDetails } = await importWithStub(
  () => import("../../../../../src/extension/table/history/historyDetails.ts"),
);

const ANN = "ann@contoso.example";
const BOB = "bob@contoso.example";
const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 7, 20, 10);
const hostKey = armKey("/subscriptions/s-1/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/bas-a");

const disconnect = (secondsAfterHour: number, more: Partial<HostActivity> = {}): HostActivity => ({
  ...{ key: `a ${secondsAfterHour}`, hostKey, kind: "disconnected", caller: ANN, outcome: "succeeded" },
  ...{ started: NOW - HOUR + secondsAfterHour * 1_000, isStartMissing: false, ...more },
});
/** Ended two minutes after the range began. */
const connection = (own: Partial<Connection> = {}): Connection => ({
  ...{ hostKey, key: JSON.stringify(own), started: NOW - 2 * HOUR, ended: NOW - HOUR + 120_000, hasEnded: true },
  ...own,
});

/** What the page is told of a history. */
async function told(
  own: Partial<History>,
  withActivity = true,
  journal: (connection: Connection) => Disconnector | undefined = () => undefined,
) {
  const messages: HistoryMessage[] = [];
  const requests: HistoryRequest[] = [];
  const feed = new HistoryFeed({
    source: {
      read: (request) => {
        requests.push(request);
        const empty = { connections: [], failures: [], gaps: new Map(), activities: [], activityGaps: [] };
        return Promise.resolve({ from: request.from, to: request.to, asOf: new Date(NOW), ...empty, ...own });
      },
      disconnectors: () => Promise.resolve(journal),
    },
    inventory: { host: () => undefined, names: { subscription: () => "Production" } as never },
    clock: { wall: () => new Date(NOW) },
    searched: () => Promise.resolve(),
    hosts: () => [],
    post: (message) => messages.push(message),
  });
  await feed.read({ range: "1h", ...(withActivity && { withActivity }) });
  const rows = messages.findLast((message) => message.type === "historyRows")?.rows ?? [];
  const status = messages.findLast((message) => message.type === "historyStatus");
  const ends = rows.map(({ end, because }) => [end, ...(because === undefined ? [] : [because])].join(" "));
  return { feed, rows, status, ends, requests };
}

describe("what the page is told of the Activity Log", () => {
  it("is asked for if the user wants it, and how late it is, is said", async () => {
    const [off, on] = [await told({}, false), await told({})];
    assert.deepEqual([off.requests[0]?.withActivity, on.requests[0]?.withActivity], [false, true]);
    assert.doesNotMatch(off.status?.about ?? "", /Activity Log/u);
    assert.match(on.status?.about ?? "", /The Activity Log is 3 to 20 minutes late\.$/u);
  });

  it("is a row for each activity in the range, and who probably ended a connection", async () => {
    const { ends } = await told({ connections: [connection()], activities: [disconnect(90), disconnect(-5)] });
    assert.deepEqual(ends, [`probablyBy ${ANN}`, "disconnected"]);
  });

  it("names everybody whose disconnect fits, also by one before the range, and says the rule", async () => {
    const early = connection({ ended: NOW - HOUR + 2_000 });
    const activities = [disconnect(-5), disconnect(-20, { caller: BOB })];
    const { ends, feed, rows } = await told({ connections: [early], activities });
    assert.deepEqual(ends, [`probablyBy ${ANN} or ${BOB}`]);
    const known = feed.entry(rows[0]!.id)!;
    const { fields } = historyDetails(known.row, known.entry, false);
    assert.ok(
      fields.some(
        ([name, text]) =>
          name === "Reason" &&
          text ===
            `Azure logged a disconnect of this host's sessions by ${ANN} or ${BOB} within 90 seconds of the end.`,
      ),
    );
  });

  it("says that a caller isn't named", async () => {
    const { caller: _nobody, ...unnamed } = disconnect(100);
    const { ends } = await told({ connections: [connection()], activities: [unnamed, disconnect(90)] });
    assert.equal(ends[0], `probablyBy ${ANN} or a caller whom the log doesn't name`);
  });

  it("leaves to the journal what it knows, and attributes no other end to a disconnect of known sessions", async () => {
    const [ours, other] = [connection({ tunnelId: "t-1" }), connection({ tunnelId: "t-2" })];
    const journal = ({ tunnelId }: Connection): Disconnector | undefined =>
      tunnelId === "t-1" ? { kind: "us", reason: "patching", requestId: "R-1" } : undefined;
    const connections = [ours, other];
    const same = await told({ connections, activities: [disconnect(90, { requestId: "r-1" })] }, true, journal);
    assert.deepEqual(same.ends.slice(0, 2), ["byUs patching", "ended"]);
    const another = await told({ connections, activities: [disconnect(90, { requestId: "r-2" })] }, true, journal);
    assert.deepEqual(another.ends.slice(0, 2), ["byUs patching", `probablyBy ${ANN}`]);
  });

  it("has what is missing of it once for a subscription, with a diagnosis where that helps", async () => {
    const about = { subscriptionId: "s-1", hostKey };
    const refused = (kind: "notAllowed" | "timedOut") =>
      ({ ...about, kind: "failed", error: new AzureError({ kind, detail: "", maybeReceived: false }) }) as const;
    const { status, feed } = await told({
      activityGaps: [
        refused("notAllowed"),
        refused("timedOut"),
        { ...about, kind: "cut" },
        { ...about, kind: "unreadable", count: 2 },
      ],
    });
    assert.deepEqual(
      status?.gaps.map(({ text, canDiagnose }) => [text, canDiagnose]),
      [
        ["Production: you don't have permission to read its Activity Log.", true],
        ["Production: its Activity Log couldn't be read. Azure didn't respond in time.", false],
        ["Production: its Activity Log has too many events. Some aren't shown.", false],
        ["Production: some events of its Activity Log couldn't be read (2).", false],
      ],
    );
    assert.equal(feed.hostKey(status.gaps[0]!.hostNumber), hostKey);
  });
});
