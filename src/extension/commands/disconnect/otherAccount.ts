import { l10n } from "vscode";
import type { HostOutcome } from "../../../core/disconnect/disconnects.ts";
import { actors } from "../../../core/inventory/hosts.ts";
import type { HostedSession } from "../../../core/inventory/hostState.ts";
import type { Names } from "../../../core/inventory/names.ts";
import { identityKey, type Identity } from "../../../core/model/identity.ts";
import { messageText } from "../../../core/text/plainText.ts";
import type { App } from "../app.ts";

/** Another account that may disconnect what was refused, and what that is. */
export interface OtherAccount {
  readonly name: string;
  readonly actor: Identity;
  /** As they were refused: the question asks about them as {@link actor}. */
  readonly sessions: readonly HostedSession[];
}

/** Looks for another account that may disconnect what Azure refused because of who asked. Sends no disconnect. */
export async function findOtherAccount(
  { disconnects, inventory: { names } }: Pick<App, "disconnects" | "inventory">,
  sessions: readonly HostedSession[],
  outcomes: readonly HostOutcome[],
): Promise<OtherAccount | undefined> {
  const found = await Promise.all(
    outcomes.map(async ({ host: { host }, results }) => {
      const refused = new Set(
        results.flatMap(({ sessionId, verdict, error }) =>
          verdict === "failed" && (error?.kind === "notAllowed" || error?.kind === "signInNeeded") ? [sessionId] : [],
        ),
      );
      const ofHost = sessions.filter(
        (session) => session.host.host.key === host.key && refused.has(session.state.session.sessionId ?? ""),
      );
      const [as] = ofHost[0] ? actors(ofHost[0].host) : [];
      const actor = as && (await disconnects.findOtherActor(host.key, as));
      return actor ? [{ as, actor, sessions: ofHost }] : [];
    }),
  );
  const [first, ...rest] = found.flat();
  if (!first) {
    return undefined;
  }
  const alike = rest.filter(({ actor }) => identityKey(actor) === identityKey(first.actor));
  return {
    name: nameOf(first.actor, first.as, names),
    actor: first.actor,
    sessions: [first, ...alike].flatMap((one) => one.sessions),
  };
}

/** The account's name, with the tenant if the refused account has the same. */
function nameOf({ account, tenant }: Identity, refused: Identity, names: Names): string {
  return account.label === refused.account.label
    ? l10n.t("{0} in tenant {1}", messageText(names.account(account)), messageText(names.tenant(tenant)))
    : messageText(names.account(account));
}
