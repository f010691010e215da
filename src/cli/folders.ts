/** Where the command line keeps what outlasts a run. */
import { userInfo } from "node:os";
import { join, posix, win32 } from "node:path";

const NAME = "bastion-sessions";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder of state, by the platform's variables; `undefined` if the user has no home. A relative one counts for nothing,
 * as the XDG specification has it: the journal would be in whatever folder the command runs in.
 */
export function stateFolder(env: Environment, platform: NodeJS.Platform): string | undefined {
  const named = platform === "win32" ? env["LOCALAPPDATA"] : env["XDG_STATE_HOME"];
  const path = platform === "win32" ? win32 : posix;
  return named !== undefined && path.isAbsolute(named) ? join(named, NAME) : homeStateFolder(platform);
}

/**
 * The same by the user's account only: for what decides where tokens may go. A workspace can set variables, `HOME` too, and
 * could bring a list of confirmed endpoints with it.
 */
export function homeStateFolder(platform: NodeJS.Platform): string | undefined {
  try {
    const { homedir } = userInfo();
    return platform === "win32" ? join(homedir, "AppData", "Local", NAME) : join(homedir, ".local", "state", NAME);
  } catch {
    // A user without an entry, as in some containers.
    return undefined;
  }
}
