/** Where the Azure CLI is, and how it is run without a shell. */
import { posix, win32 } from "node:path";

/** A program and what goes before its own arguments. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  /** The arguments are one line for `cmd.exe`, which parses them itself. */
  readonly isVerbatim?: true;
}

interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly isFile: (path: string) => boolean;
}

/** What `cmd.exe` takes for no more than text. Addresses, IDs and options are made of it. */
const PLAIN = /^[\w:/.-]+$/u;

/**
 * The Azure CLI with arguments, by the search path; `undefined` if there is none. Relative entries of the path are left out:
 * a workspace could bring an `az` of its own.
 *
 * On Windows `az.cmd` starts the Python beside it, and Node.js runs no `.cmd` without a shell: so that Python is run. Where
 * there is none, `cmd.exe` runs the file, with arguments in which nothing can act.
 */
export function findAz(args: readonly string[], { env, platform, isFile }: Machine): Program | undefined {
  const isWindows = platform === "win32";
  const path = isWindows ? win32 : posix;
  const search = Object.entries(env).find(([name]) => (isWindows ? name.toUpperCase() : name) === "PATH")?.[1] ?? "";
  const folders = search.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  if (!isWindows) {
    const file = folders.map((folder) => path.join(folder, "az")).find(isFile);
    return file === undefined ? undefined : { file, args };
  }
  const found = folders.flatMap((folder) => ["az.exe", "az.cmd"].map((name) => path.join(folder, name))).find(isFile);
  return found === undefined ? undefined : windowsProgram(found, args, isFile, env["SystemRoot"]);
}

function windowsProgram(
  file: string,
  args: readonly string[],
  isFile: Machine["isFile"],
  systemRoot = "C:\\Windows",
): Program | undefined {
  if (file.toLowerCase().endsWith(".exe")) {
    return { file, args };
  }
  const python = win32.join(win32.dirname(file), "..", "python.exe");
  if (isFile(python)) {
    return { file: python, args: ["-IBm", "azure.cli", ...args] };
  }
  return !file.includes('"') && !file.includes("%") && args.every((arg) => PLAIN.test(arg))
    ? {
        file: win32.join(systemRoot, "System32", "cmd.exe"),
        args: ["/d", "/s", "/c", `""${file}" ${args.join(" ")}"`],
        isVerbatim: true,
      }
    : undefined;
}
