import { l10n } from "vscode";
import type { History } from "../../../core/history/history.ts";
import type { Disconnector, PastEntry } from "../../../core/history/historyRecord.ts";
import type { HostState } from "../../../core/inventory/hostState.ts";
import type { Inventory } from "../../../core/inventory/inventory.ts";
import type { ArmKey } from "../../../core/model/armId.ts";
import type { Clock } from "../../../core/model/clock.ts";
import { HISTORY_RANGES, type HistoryRange } from "../../../core/model/history/historyRange.ts";
import type { Connection } from "../../../core/model/session/connection.ts";
import { plainText } from "../../../core/text/plainText.ts";
import { formatTime } from "../../../words/format.ts";
import type { RowId } from "../gridProtocol.ts";
import { activityGapText, canDiagnose, canDiagnoseActivity, gapText } from "./gapText.ts";
import type { HistoryGapRow, HistoryMessage, HistoryRow } from "./historyProtocol.ts";
import { historyRow, type RowContext } from "./historyRows.ts";
import type { HistorySource } from "./historySource.ts";
import { LiveSessions, type ListedSession } from "./liveSessions.ts";
import { withProbableDisconnectors } from "./probableDisconnector.ts";

interface Dependencies {
  readonly source: HistorySource;
  readonly inventory: Pick<Inventory, "host" | "names">;
  readonly clock: Pick<Clock, "wall">;
  /** Resolves once the hosts are known. */
  readonly searched: () => Promise<void>;
  /** The hosts that the table is about, as they are now. */
  readonly hosts: () => readonly HostState[];
  readonly post: (message: HistoryMessage) => void;
}

/** What the user wants to see. */
export interface WantedHistory {
  readonly range: HistoryRange;
  /** What the Activity Log has, too. */
  readonly withActivity?: boolean;
}

interface Known {
  readonly history: History;
  readonly hasActivity: boolean;
  readonly entries: readonly PastEntry[];
  readonly disconnector: (connection: Connection) => Disconnector | undefined;
}

/** The history that the page shows: read when it is asked for, kept in memory only, and marked with what is live. */
export class HistoryFeed {
  readonly #dependencies: Dependencies;
  /** Numbers for what has an id that the page need not know; the same after every reading. */
  readonly #numbers = new Map<string, number>();
  readonly #hostKeys = new Map<number, ArmKey>();
  #reading: AbortController | undefined;
  #known: Known | undefined;
  #problem: string | undefined;
  #rows = new Map<RowId, { readonly row: HistoryRow; readonly entry: PastEntry }>();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Reads a range up to now; an older reading is given up. What was read before stays until then. */
  async read({ range, withActivity = false }: WantedHistory): Promise<void> {
    const { source, clock, hosts, searched } = this.#dependencies;
    this.#reading?.abort();
    const reading = (this.#reading = new AbortController());
    const isWanted = () => !reading.signal.aborted;
    this.#problem = undefined;
    this.#postStatus();
    try {
      await searched();
      if (!isWanted()) {
        return;
      }
      const to = clock.wall().getTime();
      const request = { from: to - HISTORY_RANGES[range], to, hosts: hosts().map(({ host }) => host), withActivity };
      const history = await source.read(request, reading.signal);
      const journaled = (await source.disconnectors?.(history)) ?? (() => undefined);
      if (!isWanted()) {
        return;
      }
      const disconnector = withProbableDisconnectors(history, journaled);
      this.#known = { history, hasActivity: withActivity, entries: entriesOf(history), disconnector };
    } catch (error) {
      if (!isWanted()) {
        return;
      }
      this.#problem = l10n.t("The history couldn't be read.");
      throw error;
    } finally {
      if (this.#reading === reading) {
        this.#reading = undefined;
        this.postAll();
      }
    }
  }

  /** Posts everything, for a page that knows nothing yet. */
  postAll(): void {
    this.#rows = this.#makeRows();
    if (this.#known) {
      this.#dependencies.post({
        type: "historyRows",
        reset: true,
        rows: Array.from(this.#rows.values(), ({ row }) => row),
      });
    }
    this.#postStatus();
  }

  /** To be called when the live lists have changed: posts the rows that look different now. */
  update(): void {
    if (!this.#known) {
      return;
    }
    const context = this.#context(this.#known);
    // Only what the log has no end of may have come to an end.
    const changed = [...this.#rows.values()]
      .filter(({ row, entry }) => isOpen(entry) && context.isLive(entry.logged) !== (row.end === "live"))
      .map(({ entry }) => ({ row: historyRow(entry, context), entry }));
    changed.forEach((known) => this.#rows.set(known.row.id, known));
    if (changed.length > 0) {
      this.#dependencies.post({ type: "historyRows", rows: changed.map(({ row }) => row) });
    }
  }

  /** To be called when the table is about something else. */
  clear(): void {
    this.#reading?.abort();
    this.#reading = undefined;
    this.#known = undefined;
    this.#rows = new Map();
    this.#dependencies.post({ type: "historyRows", reset: true, rows: [] });
  }

  /** What the page knows by a number. */
  entry(id: RowId): { readonly row: HistoryRow; readonly entry: PastEntry } | undefined {
    return this.#rows.get(id);
  }

  /** Every row that the page knows. */
  ids(): Iterable<RowId> {
    return this.#rows.keys();
  }

  /** When the log was read. */
  get asOf(): Date | undefined {
    return this.#known?.history.asOf;
  }

  hostKey(hostNumber: number): ArmKey | undefined {
    return this.#hostKeys.get(hostNumber);
  }

  /** The live session of a connection; `undefined` if it has none. */
  session(id: RowId): ListedSession | undefined {
    const entry = this.#rows.get(id)?.entry;
    return entry && isOpen(entry) ? new LiveSessions(this.#dependencies.hosts()).of(entry.logged) : undefined;
  }

  dispose(): void {
    this.#reading?.abort();
  }

  #makeRows(): Map<RowId, { readonly row: HistoryRow; readonly entry: PastEntry }> {
    if (!this.#known) {
      return new Map();
    }
    const context = this.#context(this.#known);
    return new Map(
      this.#known.entries.map((entry) => {
        const row = historyRow(entry, context);
        return [row.id, { row, entry }];
      }),
    );
  }

  #context({ disconnector }: Known): RowContext {
    const { inventory, hosts, clock } = this.#dependencies;
    const live = new LiveSessions(hosts());
    return {
      hostName: (key) => this.#hostName(key),
      subscriptionName: (key) => {
        const state = inventory.host(key);
        return state && inventory.names.subscription(state.host.subscriptionId);
      },
      numberOf: (key) => this.#numberOf(key),
      isLive: (connection) => live.of(connection) !== undefined,
      disconnector,
      now: clock.wall().getTime(),
    };
  }

  #hostName(key: ArmKey): string {
    const state = this.#dependencies.inventory.host(key);
    return state ? this.#dependencies.inventory.names.host(state.host) : key.slice(key.lastIndexOf("/") + 1);
  }

  #numberOf(key: string): number {
    const known = this.#numbers.get(key) ?? this.#numbers.size + 1;
    this.#numbers.set(key, known);
    return known;
  }

  #postStatus(): void {
    const history = this.#known?.history;
    this.#dependencies.post({
      type: "historyStatus",
      isReading: this.#reading !== undefined,
      ...(history && { read: { from: history.from, to: history.to } }),
      about: this.#known ? aboutText(this.#known, this.#dependencies.clock.wall()) : "",
      ...(this.#problem !== undefined && { problem: this.#problem }),
      gaps: history ? this.#gaps(history) : [],
    });
  }

  #gaps({ gaps, activityGaps }: History): readonly HistoryGapRow[] {
    const { names } = this.#dependencies.inventory;
    const ofHosts = [...gaps].flatMap(([key, ofHost]) =>
      ofHost.map((gap) => ({
        hostNumber: this.#hostNumber(key),
        text: gapText(plainText(this.#hostName(key)), gap),
        canDiagnose: canDiagnose(gap),
      })),
    );
    const ofSubscriptions = activityGaps.map((gap) => ({
      hostNumber: this.#hostNumber(gap.hostKey),
      text: activityGapText(plainText(names.subscription(gap.subscriptionId)), gap),
      canDiagnose: canDiagnoseActivity(gap),
    }));
    return [...ofSubscriptions, ...ofHosts];
  }

  #hostNumber(key: ArmKey): number {
    const hostNumber = this.#numberOf(key);
    this.#hostKeys.set(hostNumber, key);
    return hostNumber;
  }
}

/** Whether the log has a connection without its end. */
function isOpen(entry: PastEntry): entry is PastEntry & { readonly kind: "connection" } {
  return entry.kind === "connection" && !entry.logged.hasEnded;
}

function entriesOf({ from, connections, failures, activities }: History): readonly PastEntry[] {
  return [
    ...connections.map((logged) => ({ kind: "connection" as const, logged })),
    ...failures.map((logged) => ({ kind: "failure" as const, logged })),
    // What is older was read for the connections that ended right after it.
    ...activities.filter(({ started }) => started >= from).map((logged) => ({ kind: "activity" as const, logged })),
  ];
}

function aboutText({ history: { asOf }, hasActivity }: Known, now: Date): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const about = l10n.t(
    "As of {0}, from Azure's audit log, which is 3 to 10 minutes late and may lack entries. Times are in {1}.",
    formatTime(asOf, now),
    zone,
  );
  return hasActivity ? `${about} ${l10n.t("The Activity Log is 3 to 20 minutes late.")}` : about;
}
