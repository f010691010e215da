import { mkdir, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { buildCompanion } from "./companion.ts";
import type { VsCodeInstallation } from "./install.ts";
import { createScratch } from "./scratch.ts";
import type { UserData } from "./userData.ts";

/** Where one VS Code server keeps what it keeps. */
export interface Profile extends Pick<UserData, "userDataDir" | "extensionsDir"> {
  readonly serverDataDir: string;
  readonly temporaryDir: string;
  /** VS Code's built-in extensions, with the companion in the place of Microsoft's sign-in. */
  readonly builtinExtensionsDir: string;
  /** Removes what is not the user's. */
  readonly dispose: () => Promise<void>;
}

/** Those that tests need: themes, icons and the languages of what they open. Each other one makes every start slower. */
const FEW_BUILTINS = [
  "configuration-editing",
  "json",
  "log",
  "markdown-basics",
  "markdown-language-features",
  "theme-defaults",
  "theme-seti",
];

/** The folders of a server that serves this user, with all built-in extensions or a few. The caller disposes of them. */
export async function createProfile(
  vscode: VsCodeInstallation,
  user: Pick<UserData, "userDataDir" | "extensionsDir">,
  builtins: "all" | "few" = "few",
): Promise<Profile> {
  const { folder, dispose } = await createScratch("bastion-sessions-server");
  const builtinExtensionsDir = join(folder, "builtin");
  await linkBuiltins(vscode, builtinExtensionsDir, builtins);
  const temporaryDir = join(folder, "tmp");
  await mkdir(temporaryDir);
  return {
    userDataDir: user.userDataDir,
    extensionsDir: user.extensionsDir,
    serverDataDir: join(folder, "server"),
    temporaryDir,
    builtinExtensionsDir,
    dispose,
  };
}

const REPLACED = "microsoft-authentication";

/**
 * Built-in extensions may use VS Code's proposed API, which a sign-in provider needs to answer claims challenges; an
 * extension in the user's folder may not. So the companion is put among the built-in ones.
 */
async function linkBuiltins(vscode: VsCodeInstallation, folder: string, builtins: "all" | "few"): Promise<void> {
  await mkdir(folder);
  const names = await readdir(vscode.builtinExtensions);
  await Promise.all(
    names
      .filter((name) => name !== REPLACED && (builtins === "all" || FEW_BUILTINS.includes(name)))
      // A junction is what Windows lets everyone make; elsewhere the type is ignored.
      .map((name) => symlink(join(vscode.builtinExtensions, name), join(folder, name), "junction")),
  );
  await buildCompanion(join(folder, REPLACED));
}
