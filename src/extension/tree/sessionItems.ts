import { l10n, ThemeIcon, TreeItem, Uri } from "vscode";
import { ageMinutes } from "../../core/inventory/hostState.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import { whoIs } from "../../core/inventory/people/sessionPeople.ts";
import { sessionByKey } from "../../core/inventory/sessionByKey.ts";
import type { Clock } from "../../core/model/clock.ts";
import { momentOf } from "../../core/model/time/moment.ts";
import { plainText } from "../../core/text/plainText.ts";
import { fill, formatDuration, SEPARATOR, unknown } from "../../words/format.ts";
import { machineBelow, sessionContext, sessionRemarks } from "./rowTexts.ts";
import type { SessionNode } from "./treeNode.ts";
import type { ViewOptions } from "./viewOptions.ts";

interface ProtocolIcon {
  readonly light: Uri;
  readonly dark: Uri;
}

/** Makes what VS Code shows of the rows of sessions. */
export class SessionItems {
  readonly #inventory: Inventory;
  readonly #clock: Clock;
  readonly #viewOptions: ViewOptions;
  readonly #media: Uri;
  readonly #icons = new Map<string, ProtocolIcon>();

  constructor(parts: { inventory: Inventory; clock: Clock; viewOptions: ViewOptions; extensionUri: Uri }) {
    this.#inventory = parts.inventory;
    this.#clock = parts.clock;
    this.#viewOptions = parts.viewOptions;
    this.#media = Uri.joinPath(parts.extensionUri, "media");
  }

  /**
   * What is shown of a session's row; nothing once it is no longer listed.
   * @param why facts that come first, such as why a watch rule hit it
   */
  item({ hostKey, sessionKey, hit }: SessionNode, why: readonly string[] = []): TreeItem {
    const host = this.#inventory.host(hostKey);
    const state = sessionByKey(host?.list, sessionKey);
    if (!host?.list || !state) {
      return new TreeItem("");
    }
    const { session, work } = state;
    const who = whoIs({ host, state });
    const now = momentOf(this.#clock);
    const user = plainText(session.userName ?? unknown());
    const { names } = this.#inventory;
    const { groupBy, isByHost } = this.#viewOptions;
    const vm = plainText(
      (isByHost && !hit ? machineBelow(host.list, session, names) : names.machine(session)) ?? unknown(),
    );
    const protocol = plainText(session.protocol ?? unknown());
    const age = ageMinutes(session, host.list, now);
    const duration = formatDuration(age);
    const remarks = sessionRemarks(host, state, this.#clock);
    const person = who.person === undefined ? undefined : plainText(names.person(who.person));
    const isBelowWho = !hit && (groupBy === "user" || groupBy === "person");
    const item = new TreeItem(isBelowWho ? vm : (person ?? user));
    // The most important first, and the protocol only as the icon: a narrow side bar cuts off the end.
    const facts = [
      ...why,
      duration,
      ...(isByHost || hit ? [vm] : []),
      ...(!isByHost || hit ? [plainText(names.host(host.host))] : []),
      ...(person === undefined || (groupBy === "user" && !hit) ? [] : [user]),
    ];
    item.description = (work ? [...remarks, ...facts] : [...facts, ...remarks]).join(SEPARATOR);
    item.iconPath = work ? new ThemeIcon("loading~spin") : this.#protocolIcon(session.protocol, person !== undefined);
    item.contextValue = `${sessionContext(state, who)}${host.host.shareableLink === true ? " links" : ""}`;
    item.accessibilityInformation = {
      label: [
        fill(
          l10n.t("{0}, {1} session to {2} for {3}, through {4}"),
          // An account may be called as a person is.
          who.person === undefined ? user : l10n.t("Person {0}, account {1}", plainText(who.person), user),
          protocol,
          vm,
          age === undefined ? l10n.t("an unknown time") : duration,
          plainText(names.host(host.host)),
        ),
        ...why,
        ...remarks,
      ].join(", "),
    };
    return item;
  }

  /** @param isPerson whether the row is called by the person, not by an account that anyone may use */
  #protocolIcon(protocol: string | undefined, isPerson: boolean): ProtocolIcon {
    const kind = { SSH: "ssh", RDP: "rdp" }[protocol?.toUpperCase() ?? ""] ?? "session";
    const name = isPerson ? `${kind}Person` : kind;
    const icon = this.#icons.get(name) ?? {
      light: Uri.joinPath(this.#media, "light", `${name}.svg`),
      dark: Uri.joinPath(this.#media, "dark", `${name}.svg`),
    };
    this.#icons.set(name, icon);
    return icon;
  }
}
