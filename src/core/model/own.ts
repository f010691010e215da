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
