/** What hits say, as functions of what is known. */
import { l10n } from "vscode";
import type { Inventory } from "../../../core/inventory/inventory.ts";
import { parseBastionHostId, parseTargetId, type ArmKey } from "../../../core/model/armId.ts";
import type { Connection } from "../../../core/model/session/connection.ts";
import { plainText } from "../../../core/text/plainText.ts";
import type { Hit, HitSubject } from "../../../core/watch/hit.ts";
import { formatCount, formatNumber, formatTime, namesOf, unknown } from "../../../words/format.ts";
import { formatSessionCount } from "../../../words/sessionText.ts";
import { plural } from "../../../words/plural.ts";

/** What is known of hosts and names. */
export type Known = Pick<Inventory, "host" | "names">;

/** Names that a row gives; the rest is counted. */
const NAMED = 3;

/** A row's texts: what is in front, what stands beside it, and all of it for a screen reader. */
export interface HitText {
  readonly label: string;
  readonly facts: readonly string[];
  readonly spoken: readonly string[];
}

/** What a host is called, though it may be no longer there. */
export function hostNameOf(hostKey: ArmKey, known: Known): string {
  const state = known.host(hostKey);
  return plainText(state ? known.names.host(state.host) : (parseBastionHostId(hostKey)?.name ?? unknown()));
}

/** Where a connection came from, such as `from 203.0.113.5`; nothing if the log doesn't say. */
export function addressFacts(subject: HitSubject): readonly string[] {
  const address = subject.kind === "connection" ? subject.connection.clientAddress : undefined;
  return address === undefined ? [] : [l10n.t("from {0}", plainText(address, 60))];
}

/** Who made a connection: the person if the log names one, else the account. */
export function connectionName({ person, userName }: Connection): string {
  return plainText(person ?? userName ?? unknown());
}

/** What a hit says that isn't shown as a live session. */
export function hitText(hit: Hit, known: Known, now: Date): HitText {
  const { subject } = hit;
  const host = hostNameOf(hit.hostKey, known);
  switch (subject.kind) {
    case "session": {
      const facts = [host, goneText(hit.hostKey, known)];
      return { label: l10n.t("Session"), facts, spoken: facts };
    }
    case "connection": {
      const { connection } = subject;
      const machine = plainText(
        parseTargetId(connection.targetResourceId)?.name ?? connection.targetAddress ?? unknown(),
      );
      const from = addressFacts(subject);
      const started = timeFacts(hit.at ?? connection.started, now);
      const ended = connection.hasEnded ? [l10n.t("ended")] : [];
      return {
        label: connectionName(connection),
        facts: [...from, ...started, machine, host, ...ended],
        spoken: [l10n.t("connected to {0} through {1}", machine, host), ...from, ...started, ...ended],
      };
    }
    case "failures": {
      const users =
        subject.userNames.length === 0 ? [] : [namesOf(subject.userNames, NAMED, (name) => plainText(name, 40))];
      return {
        label: failuresText(subject.count, subject.address),
        facts: [host, ...users, ...timeFacts(subject.to, now)],
        spoken: [host, ...users.map((names) => l10n.t("user names tried: {0}", names)), ...timeFacts(subject.to, now)],
      };
    }
    case "count": {
      const facts = [...capacityFacts(subject.percent), host, ...timeFacts(hit.at, now)];
      return { label: countText(subject), facts, spoken: facts };
    }
  }
}

/** How many sessions, and how many before: `about 11 sessions, before about 8`. */
export function countText({ count, before }: HitSubject & { readonly kind: "count" }): string {
  const [first = "", ...rest] = formatSessionCount(count);
  const sessions = first.toLocaleUpperCase() + rest.join("");
  return before ? l10n.t("{0}, before {1}", sessions, formatCount(before)) : sessions;
}

/** How many sign-ins failed, and where they came from. */
export function failuresText(count: number, address: string | undefined): string {
  const failed = count === 1 ? l10n.t("1 failed sign-in") : plural("{0} failed sign-ins", count, formatNumber(count));
  return address === undefined ? failed : l10n.t("{0} from {1}", failed, plainText(address, 60));
}

function capacityFacts(percent: number | undefined): readonly string[] {
  return percent === undefined ? [] : [l10n.t("{0}% of capacity", formatNumber(percent))];
}

function timeFacts(at: number | undefined, now: Date): readonly string[] {
  return at === undefined ? [] : [formatTime(new Date(at), now)];
}

/** That a host can't be read says nothing of its sessions. */
function goneText(hostKey: ArmKey, known: Known): string {
  const state = known.host(hostKey);
  return state?.list && !state.problem ? l10n.t("no longer listed") : l10n.t("can't tell if it's still connected");
}
