/** The command line as a process, from a bundle made as the package's is. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import * as esbuild from "esbuild";

const { cliOptions } = (await import(new URL("../../scripts/build.mjs", import.meta.url).href)) as {
  cliOptions: esbuild.BuildOptions;
};
const { writeNpmPackage } = (await import(new URL("../../scripts/npmPackage.mjs", import.meta.url).href)) as {
  writeNpmPackage: (to: string) => Promise<void>;
};

/** What a process came to. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** The command line in a folder of its own, laid out as its npm package. */
export class CommandLine implements AsyncDisposable {
  readonly folder: string;
  /** The bundle that Node.js runs. */
  readonly file: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.file = join(folder, "package", "dist", "cli.cjs");
  }

  static async build(): Promise<CommandLine> {
    const folder = await mkdtemp(join(tmpdir(), "bastion-cli-"));
    const line = new CommandLine(folder);
    await esbuild.build({
      ...cliOptions,
      outdir: dirname(line.file),
      metafile: false,
      minify: true,
      logLevel: "warning",
    });
    await writeNpmPackage(join(folder, "package"));
    return line;
  }

  /** Starts it with these variables and no others: what a developer has set must not matter. */
  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
    const child = spawn(process.execPath, [this.file, ...args], {
      env: { PATH: "/usr/bin:/bin", HOME: this.folder, XDG_STATE_HOME: join(this.folder, "state"), ...env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const end = once(child, "close") as Promise<[number | null]>;
    // Who has had enough of it gets no more of it.
    const output = text(child.stdout).catch(() => "");
    const ended = Promise.all([end, output, text(child.stderr)]).then(([[code], stdout, stderr]) => ({
      code,
      stdout,
      stderr,
    }));
    return { child, ended };
  }

  /** Runs it to its end. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended> {
    return this.start(args, env).ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
