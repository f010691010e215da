import { commands, env, type LogOutputChannel } from "vscode";
import { tenantOf, type HostState } from "../../../core/inventory/hostState.ts";
import type { Inventory } from "../../../core/inventory/inventory.ts";
import { resourceNames } from "../../../core/model/armId.ts";
import type { Clock } from "../../../core/model/clock.ts";
import { present } from "../../../core/text/json.ts";
import { toTsv } from "../../../core/text/tabularExport.ts";
import { CommandId } from "../../ids.ts";
import { hostNode } from "../../tree/treeNode.ts";
import { inBackground } from "../../ui/reportError.ts";
import type { RowId, RowMessage } from "../gridProtocol.ts";
import type { ExtensionMessage, PageMessage } from "../protocol.ts";
import { historyDetails } from "./historyDetails.ts";
import { historyExportColumns, historyLink, saveHistory, type ExportedPast } from "./historyExport.ts";
import { HistoryFeed } from "./historyFeed.ts";
import type { PastEntry } from "../../../core/history/historyRecord.ts";
import type { HistoryLayout } from "./historyProtocol.ts";
import type { HistorySource } from "./historySource.ts";
import type { ListedSession } from "./liveSessions.ts";

export interface HistoryDependencies {
  readonly source: HistorySource;
  readonly inventory: Pick<Inventory, "host" | "names">;
  readonly clock: Pick<Clock, "wall">;
  readonly log: LogOutputChannel;
  /** Resolves once the hosts are known. */
  readonly searched: () => Promise<void>;
  /** The hosts that the table is about. */
  readonly hosts: () => readonly HostState[];
  readonly post: (message: ExtensionMessage) => void;
  /** The number by which the page knows a session. */
  readonly sessionRow: (session: ListedSession) => RowId | undefined;
}

/** What the user does in the history. */
export type HistoryAction =
  | Extract<PageMessage, { type: "readHistory" | "diagnose" | "showSession" }>
  | (Exclude<RowMessage<HistoryLayout>, { type: "layout" | "position" }> & { readonly face: "history" });

/** What is read when the history is shown for the first time: its rows, and what can be done with them. */
export class HistoryActions {
  readonly feed: HistoryFeed;
  readonly #dependencies: HistoryDependencies;

  constructor(dependencies: HistoryDependencies) {
    this.#dependencies = dependencies;
    this.feed = new HistoryFeed(dependencies);
  }

  async handleMessage(message: HistoryAction): Promise<void> {
    switch (message.type) {
      case "readHistory":
        inBackground(this.#dependencies, "the history", this.feed.read(message));
        return;
      case "diagnose": {
        const key = this.feed.hostKey(message.hostNumber);
        await (key && commands.executeCommand(CommandId.diagnose, hostNode(key)));
        return;
      }
      case "showSession": {
        const session = this.feed.session(message.row);
        const row = session && this.#dependencies.sessionRow(session);
        if (row !== undefined) {
          this.#dependencies.post({ type: "face", face: "sessions", row });
        }
        return;
      }
      case "details":
      case "reveal": {
        const known = this.feed.entry(message.row);
        if (known) {
          const hasSession = this.feed.session(message.row) !== undefined;
          this.#dependencies.post(historyDetails(known.row, known.entry, hasSession));
        }
        return;
      }
      case "incident": {
        const known = this.feed.entry(message.row);
        await (known && commands.executeCommand(CommandId.exportIncident, incidentArgument(known.entry)));
        return;
      }
      case "delete":
        return;
      case "copy": {
        const rows = this.#exported(message.rows);
        const columns = historyExportColumns(message.columns);
        await (rows.length > 0 && env.clipboard.writeText(toTsv(rows, columns)));
        return;
      }
      case "copyLink": {
        const links = this.#exported(message.rows).flatMap((past) => historyLink(past) ?? []);
        await (links.length > 0 && env.clipboard.writeText([...new Set(links)].join("\n")));
        return;
      }
      case "export":
        await saveHistory(this.#exported(message.rows), this.#exported(this.feed.ids()), message.columns);
    }
  }

  #exported(ids: Iterable<RowId>): readonly ExportedPast[] {
    const { asOf } = this.feed;
    const known = asOf ? [...ids].flatMap((id) => this.feed.entry(id) ?? []) : [];
    return known.flatMap((one) => {
      const host = this.#dependencies.inventory.host(one.entry.logged.hostKey);
      return asOf ? [{ ...one, asOf, ...present({ tenant: host && tenantOf(host) }) }] : [];
    });
  }
}

/** Whom and what an entry is about, as the command that exports a timeline takes it. */
function incidentArgument({ kind, logged }: PastEntry): object {
  if (kind === "activity") {
    return { incident: { person: logged.caller, hostId: logged.hostKey } };
  }
  const { person, targetResourceId: resourceId, targetAddress: address, hostKey: hostId } = logged;
  const name = resourceNames(resourceId) ?? address;
  return { incident: { person, machine: { name, resourceId, address }, hostId } };
}
