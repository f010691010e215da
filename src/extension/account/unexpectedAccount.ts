import type { Account } from "../../core/model/identity.ts";

/**
 * How a sign-in can come back as somebody else. `otherAccount`: another one was chosen in the browser. `sameName`: another
 * account of the same name, such as a personal and a work account with one e-mail address; VS Code lists accounts by name,
 * so that extensions see only one of the two (https://github.com/microsoft/vscode/issues/265385).
 */
export type UnexpectedAccount = "otherAccount" | "sameName";

/**
 * @param wanted the account that was to be signed in, if it was not left to the user
 * @param listed the accounts that VS Code lists after the sign-in
 */
export function unexpectedAccount(
  signedIn: Account,
  wanted: Account | undefined,
  listed: readonly Account[],
): UnexpectedAccount | undefined {
  const isExpected = wanted ? wanted.id === signedIn.id : listed.some(({ id }) => id === signedIn.id);
  if (isExpected) {
    return undefined;
  }
  const isTwin = ({ label }: Account) => label.toLowerCase() === signedIn.label.toLowerCase();
  if (wanted ? isTwin(wanted) : listed.some(isTwin)) {
    return "sameName";
  }
  return wanted && "otherAccount";
}
