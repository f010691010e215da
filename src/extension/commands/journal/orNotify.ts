import { messageText } from "../../../core/text/plainText.ts";
import type { App } from "../app.ts";
import { codeOf } from "../../ui/fileError.ts";
import { showErrorMessage } from "../../ui/messages.ts";

/** Does what the file system may refuse, and notifies the user if it does. */
export async function orNotify<T>(
  { log }: Pick<App, "log">,
  work: () => PromiseLike<T>,
  failure: (code: string) => string,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    log.warn(`journal: ${codeOf(error)}`);
    void showErrorMessage(failure(messageText(codeOf(error))));
    return undefined;
  }
}
