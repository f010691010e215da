import { commands, env } from "vscode";
import type { Inventory } from "../../core/inventory/inventory.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import type { Clock } from "../../core/model/clock.ts";
import { toTsv } from "../../core/text/tabularExport.ts";
import { CommandId } from "../ids.ts";
import { saveSessions } from "./export/saveSessions.ts";
import { exportColumns } from "./export/tableExport.ts";
import { exportTitles } from "./pageTexts.ts";
import type { ExtensionMessage, RowMessage, TableLayout } from "./protocol.ts";
import type { RowFeed } from "./rowFeed.ts";
import { RowLookup } from "./rowLookup.ts";

interface Dependencies {
  readonly inventory: Pick<Inventory, "host" | "names">;
  readonly clock: Clock;
  readonly feed: RowFeed;
  /** Shows the row of a session in the tree. */
  readonly reveal: (hostKey: ArmKey, sessionKey: string) => Promise<void>;
  readonly post: (message: ExtensionMessage) => void;
}

export type RowAction = Exclude<RowMessage<TableLayout>, { type: "layout" | "position" }>;

/** What the user does with rows of the sessions; loaded when that happens for the first time. */
export class RowActions {
  readonly #dependencies: Dependencies;
  readonly #rows: RowLookup;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    const { inventory, clock, feed } = dependencies;
    this.#rows = new RowLookup(inventory, clock, feed);
  }

  async handleMessage(message: RowAction): Promise<void> {
    const { feed, reveal, post } = this.#dependencies;
    const lookup = this.#rows;
    switch (message.type) {
      case "details": {
        const details = lookup.details(message.row);
        if (details) {
          post(details);
        }
        return;
      }
      case "reveal": {
        const source = feed.source(message.row);
        await (source && reveal(source.hostKey, source.sessionKey));
        return;
      }
      case "incident":
        await commands.executeCommand(CommandId.exportIncident, lookup.nodes([message.row])[0]);
        return;
      case "delete": {
        const nodes = lookup.nodes(message.rows);
        // Without rows the command would let the user choose from all sessions, which was not asked for here.
        await (nodes.length > 0 && commands.executeCommand(CommandId.deleteSession, nodes[0], nodes));
        return;
      }
      case "copy": {
        const rows = lookup.exported(message.rows);
        await (rows.length > 0 && env.clipboard.writeText(toTsv(rows, exportColumns(message.columns, exportTitles()))));
        return;
      }
      case "copyLink": {
        const links = lookup.deepLinks(message.rows);
        await (links.length > 0 && env.clipboard.writeText(links.join("\n")));
        return;
      }
      case "export":
        await saveSessions(lookup.exported(message.rows), lookup.exported(feed.ids()), message.columns);
    }
  }
}
