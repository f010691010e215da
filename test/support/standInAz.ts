/**
 * A stand-in for the Azure CLI with its extension `bastion`: knows the documented options of `az network bastion
 * ssh|rdp|tunnel`, refuses everything else as the CLI does, and connects to nothing. Each run that is accepted is a line of
 * JSON in the file that STAND_IN_AZ names.
 */
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { delimiter, join } from "node:path";

/** What the stand-in was run with. */
export interface AzRun {
  readonly command: string;
  readonly options: Readonly<Record<string, string>>;
}

const COMMON = ["name", "resource-group", "subscription", "target-resource-id", "target-ip-address", "resource-port"];
const COMMANDS: Readonly<
  Record<string, { readonly options: readonly string[]; readonly required: readonly string[] }>
> = {
  ssh: { options: [...COMMON, "auth-type", "username", "ssh-key"], required: ["auth-type"] },
  rdp: { options: [...COMMON, "auth-type", "configure", "disable-gateway", "enable-mfa"], required: [] },
  tunnel: { options: [...COMMON, "port", "timeout"], required: ["port", "resource-port"] },
};
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  aad: [],
  password: ["username"],
  "ssh-key": ["username", "ssh-key"],
};

/** What the CLI makes of its arguments. @throws Error for what it refuses */
export function parseAz(args: readonly string[]): AzRun {
  const [group, service, command = "", ...rest] = args;
  const known = COMMANDS[command];
  if (group !== "network" || service !== "bastion" || known === undefined) {
    throw new Error(`unknown command: ${args.join(" ")}`);
  }
  const options = readOptions(rest, known.options);
  const auth = NEEDED[options["auth-type"]?.toLowerCase() ?? "aad"];
  if (auth === undefined) {
    throw new Error(`unknown auth type: ${options["auth-type"]}`);
  }
  for (const name of ["name", "resource-group", ...known.required, ...auth]) {
    if (options[name] === undefined) {
      throw new Error(`the following arguments are required: --${name}`);
    }
  }
  checkTarget(options);
  return { command, options };
}

function readOptions(args: readonly string[], known: readonly string[]): Record<string, string> {
  const options: Record<string, string> = {};
  for (let at = 0; at < args.length; at++) {
    const [, name = "", tied] = /^--([\w-]+)(?:=([\s\S]*))?$/.exec(args[at]!) ?? [];
    const value = tied ?? args[++at];
    if (!known.includes(name) || options[name] !== undefined) {
      throw new Error(`unrecognized arguments: ${args[at]}`);
    }
    if (value === undefined || (tied === undefined && value.startsWith("-"))) {
      throw new Error(`argument --${name}: expected one argument`);
    }
    options[name] = value;
  }
  return options;
}

function checkTarget({ "target-resource-id": id, "target-ip-address": address }: Record<string, string>): void {
  if ((id === undefined) === (address === undefined)) {
    throw new Error("name one target");
  }
  if (address !== undefined && isIP(address) === 0) {
    throw new Error("IP address provided is invalid.");
  }
  if (id !== undefined && !/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/.+\/.+\/.+$/i.test(id)) {
    throw new Error("Please enter a valid resource ID.");
  }
}

/** The stand-in in a folder, for shells. */
export interface InstalledAz {
  /** The search path that begins with it, for the variable PATH. */
  readonly path: string;
  /** The runs so far that were accepted. */
  runs(): readonly AzRun[];
}

/** Writes a program `az` into a folder. A bundle says where this file is, and which Node.js can run it. */
export function installAz(folder: string, source = import.meta.filename, node = process.execPath): InstalledAz {
  mkdirSync(folder, { recursive: true });
  const [program, log] = [join(folder, "az"), join(folder, "runs")];
  writeFileSync(program, `#!/bin/sh\nSTAND_IN_AZ='${log}' exec '${node}' '${source}' "$@"\n`);
  chmodSync(program, 0o755);
  return {
    path: `${folder}${delimiter}${process.env["PATH"] ?? ""}`,
    runs: () =>
      existsSync(log)
        ? readFileSync(log, "utf8")
            .trimEnd()
            .split("\n")
            .map((line) => JSON.parse(line) as AzRun)
        : [],
  };
}

const { STAND_IN_AZ: log } = process.env;
if (log !== undefined) {
  appendFileSync(log, `${JSON.stringify(parseAz(process.argv.slice(2)))}\n`);
}
