/**
 * When two user names are the same account. Windows and Microsoft Entra compare names without case; Linux, where bare
 * names over SSH belong, doesn't.
 */
import type { BastionSession } from "./session.ts";

type Named = Pick<BastionSession, "userName" | "protocol">;

/**
 * Equal for names that a reader takes for the same user: names that differ only by case. Empty where Azure names no user.
 * Two accounts may share it, see {@link isSameUser}.
 */
export function userGroup(userName: string | undefined): string {
  // One letter with an accent can be one character or two.
  return withoutCase(userName).normalize("NFC");
}

function withoutCase(userName: string | undefined): string {
  // Windows puts this in front of a sign-in name of Microsoft Entra.
  return (
    userName
      ?.trim()
      .toLowerCase()
      .replace(/^azuread\\(?=.*@)/u, "") ?? ""
  );
}

/** Equal for sessions of one account on machines of one kind, as far as names tell. Empty where Azure names no user. */
export function userKey(session: Named): string {
  return hasNoCase(session) ? withoutCase(session.userName) : (session.userName?.trim() ?? "");
}

/** Whether two sessions are certainly of one account, as far as names tell. */
export function isSameUser(a: Named, b: Named): boolean {
  const isExact = a.userName?.trim() === b.userName?.trim();
  return userKey(a) !== "" && (isExact || (hasNoCase(a) && hasNoCase(b) && userKey(a) === userKey(b)));
}

/**
 * Whether two sessions may be of one person though {@link isSameUser} does not say so: `alice@contoso.com`,
 * `CONTOSO\alice`, `alice`, `Alice` on Linux, and her name as a guest, `alice_contoso.com#EXT#@fabrikam.com`.
 */
export function isLookAlike(a: Named, b: Named): boolean {
  return !isSameUser(a, b) && bareName(a.userName) !== "" && bareName(a.userName) === bareName(b.userName);
}

/** Whether a name is compared without case: one with a domain, or one that Windows knows. */
function hasNoCase({ userName = "", protocol = "" }: Named): boolean {
  return /[\\@]/u.test(userName) || protocol.trim().toLowerCase() === "rdp";
}

/** What Microsoft Entra puts behind the name of a guest in place of `@` and the domain of their home tenant. */
const GUEST = /_[^_@]+#ext#(?:@.*)?$/u;

/** The name without its domain, in lower case. Names that are the same user, or look alike, have the same bare name. */
export function bareName(userName: string | undefined): string {
  const name = userGroup(userName).replace(GUEST, "");
  return name
    .slice(name.lastIndexOf("\\") + 1)
    .split("@", 1)
    .join("");
}

/** Whether a session is that of a signed-in account: certainly, perhaps, or not as far as names tell. */
export type Own = "yes" | "maybe" | "no";

/**
 * Compares the name that a user gave at a machine with the name of an account, such as `ada@contoso.com`.
 *
 * It is certain only where both are the same sign-in name of Microsoft Entra, with or without the `AzureAD\` that Windows
 * puts in front: a tenant gives that name to one person. A local account `ada`, or `CONTOSO\ada`, may be anybody's.
 */
export function isOwn(userName: string | undefined, accountLabel: string): Own {
  const name = userName
    ?.slice(userName.lastIndexOf("\\") + 1)
    .trim()
    .toLowerCase();
  const label = accountLabel.trim().toLowerCase();
  if (name === undefined || name === "" || label === "") {
    return "no";
  }
  const isOfWindowsDomain = userName?.includes("\\") === true && !/^azuread\\/iu.test(userName);
  if (name === label && label.includes("@") && !isOfWindowsDomain) {
    return "yes";
  }
  return userPart(name) === userPart(label) ? "maybe" : "no";
}

function userPart(name: string): string {
  return name.split("@", 1).join("");
}
