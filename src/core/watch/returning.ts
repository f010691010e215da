/** What a rule matches that is to tell when a user who was disconnected connects again. */
import { resourceKey } from "../model/armId.ts";
import type { BastionSession } from "../model/session/session.ts";
import { targetName } from "../model/session/target.ts";
import { personKey } from "../model/session/who.ts";
import { filterProblems, idTerm, matchFor, quoted } from "./newRule.ts";

/** A session as the journal has it. */
type Disconnected = BastionSession & { readonly person?: string; readonly confidence?: string };

/** Whom a rule watches: a person who is known exactly, wherever they connect; else an account on its target VM. */
export type Returning =
  | { readonly kind: "person"; readonly person: string; readonly match: string }
  | { readonly kind: "user"; readonly userName: string; readonly session: BastionSession; readonly match: string };

/** `undefined` where neither is known, or no filter can name it. */
export function returningOf(session: Disconnected): Returning | undefined {
  const { person = "", confidence, userName } = session;
  if (confidence === "exact" && personKey(person) !== "") {
    const match = usable(matchFor({ kind: "person", person }, []));
    if (match !== undefined) {
      return { kind: "person", person, match };
    }
  }
  const [user, machine] = [userName && matchFor({ kind: "user", userName }, []), machineTerm(session)];
  const match = user !== undefined && user !== "" && machine !== undefined ? usable(`${user} ${machine}`) : undefined;
  return userName === undefined || match === undefined ? undefined : { kind: "user", userName, session, match };
}

/** A target VM by its whole resource ID; one that has none by its name or address, as the filter finds it. */
function machineTerm(session: BastionSession): string | undefined {
  const { targetResourceId } = session;
  if (targetResourceId !== undefined && resourceKey(targetResourceId) !== undefined) {
    return idTerm(targetResourceId.trim());
  }
  return quoted("vm", targetName(session) ?? "");
}

function usable(match: string | undefined): string | undefined {
  return match !== undefined && filterProblems(match).length === 0 ? match : undefined;
}
