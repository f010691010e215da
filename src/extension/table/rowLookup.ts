import { env } from "vscode";
import { ageMinutes, tenantOf } from "../../core/inventory/hostState.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import { sessionByKey } from "../../core/inventory/sessionByKey.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import type { Clock } from "../../core/model/clock.ts";
import { formatDeepLink } from "../../core/model/deepLink.ts";
import { momentOf } from "../../core/model/time/moment.ts";
import { present } from "../../core/text/json.ts";
import { plainText } from "../../core/text/plainText.ts";
import { sessionDetails } from "../tree/tooltip.ts";
import { sessionNode } from "../tree/treeNode.ts";
import { unknown } from "../../words/format.ts";
import type { ExtensionMessage, RowId } from "./protocol.ts";
import type { RowFeed } from "./rowFeed.ts";
import type { ExportedRow } from "./export/tableExport.ts";

/** What is known of the rows that the page names: it knows them by numbers only, and they may have ended. */
export class RowLookup {
  readonly #inventory: Pick<Inventory, "host" | "names">;
  readonly #clock: Clock;
  readonly #feed: RowFeed;

  constructor(inventory: Pick<Inventory, "host" | "names">, clock: Clock, feed: RowFeed) {
    this.#inventory = inventory;
    this.#clock = clock;
    this.#feed = feed;
  }

  /** The rows as every command knows them. */
  nodes(rows: readonly RowId[]): ReturnType<typeof sessionNode>[] {
    return rows
      .flatMap((id) => this.#feed.source(id) ?? [])
      .map(({ hostKey, sessionKey }) => sessionNode(hostKey, sessionKey));
  }

  exported(rows: Iterable<RowId>): readonly ExportedRow[] {
    const now = momentOf(this.#clock);
    return [...rows].flatMap((id) => {
      const source = this.#feed.source(id);
      const known = source && this.#feed.row(source);
      if (!known) {
        return [];
      }
      const state = this.#inventory.host(source.hostKey);
      const list = state?.list;
      const session = sessionByKey(list, source.sessionKey)?.session;
      const sessionId = session?.sessionId;
      const ids = {
        hostId: state?.host.id ?? source.hostKey,
        subscriptionId: state?.host.subscriptionId,
        targetResourceId: session?.targetResourceId,
        sessionId,
        deepLink: this.#deepLink(source.hostKey, sessionId),
      };
      const minutes = list && session && ageMinutes(session, list, now);
      return [{ ...known, minutes, asOf: list?.receivedAtWall, ids }];
    });
  }

  /** The deep links to rows, of which none may have one. */
  deepLinks(rows: readonly RowId[]): readonly string[] {
    return this.exported(rows).flatMap(({ ids }) => ids.deepLink ?? []);
  }

  #deepLink(host: ArmKey, session: string | undefined): string | undefined {
    const state = this.#inventory.host(host);
    const place = session === undefined ? "host" : "session";
    return formatDeepLink(env.uriScheme, { place, host, ...present({ session, tenant: state && tenantOf(state) }) });
  }

  details(id: RowId): Extract<ExtensionMessage, { type: "details" }> | undefined {
    const source = this.#feed.source(id);
    const host = source && this.#inventory.host(source.hostKey);
    const state = source && sessionByKey(host?.list, source.sessionKey);
    if (!host || !state) {
      return undefined;
    }
    const fields = sessionDetails(state, host, this.#inventory.names, momentOf(this.#clock)).map(
      ([name, value]) => [name, value === undefined || value === "" ? unknown() : plainText(value, 500)] as const,
    );
    return {
      type: "details",
      face: "sessions",
      row: id,
      title: plainText(state.session.userName ?? unknown()),
      fields,
    };
  }
}
