// study.mjs - a study with its hub, its coordinator and laptops, made by the
// programs as their users do; and the collector's pages, started and ended.
import { execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { drive, patience } from "./check.mjs";

const root = new URL("../..", import.meta.url).pathname;
export const panorama = join(root, "samples/panorama/panorama.xlsx");
export const PASSPHRASE = "une longue phrase";
const START_MS = 20000 * patience, COMMAND_MS = 60000 * patience;

const LC_ALL = drive ? "C.UTF-8" : "C";	// how Wine reads names of files

function program(name) {
	const path = process.env[name.toUpperCase()];
	if (!path) throw new Error(`${name.toUpperCase()} does not name the program`);
	return path;
}

// An absolute path as the programs tell it.
const told = word => drive && word.startsWith("/") ?
    (drive + word).replaceAll("/", "\\") : word;

// Its output; a status that is not wanted is an error with what it said.
function run(path, args, passphrase, statuses = [0]) {
	const env = { ...process.env, LC_ALL, RECOLTE_PASSPHRASE: passphrase };
	return new Promise((resolve, reject) => execFile(path, args.map(told),
	    { env, timeout: COMMAND_MS, maxBuffer: 64 << 20 }, (error, out, err) => {
		const status = error ? error.code : 0;
		if (statuses.includes(status)) resolve(out);
		else reject(new Error(`${path} ${args.join(" ")}: ${status}\n${err}`));
	}));
}

// The collector's pages on one store.
export class Server {
	constructor(child, address, store) {
		this.child = child;
		this.store = store;
		this.origin = new URL(address).origin;
		this.ended = new Promise(r => child.once("exit", (code, signal) =>
		    r(signal ?? code)));
	}
	static async start(store, ...options) {
		const env = { ...process.env, LC_ALL };
		delete env.RECOLTE_PASSPHRASE;
		const child = spawn(program("collector"), ["--store", store,
		    "--no-browser", ...options], { env,
		    stdio: ["ignore", "pipe", "pipe"] });
		let said = "";
		child.stderr.on("data", d => { said += d; });
		const lines = createInterface({ input: child.stdout });
		const address = await new Promise((resolve, reject) => {
			const timer = setTimeout(() => reject(new Error(
			    "no address was printed")), START_MS);
			lines.once("line", line => { clearTimeout(timer); resolve(line); });
			child.once("exit", code => { clearTimeout(timer);
			    reject(new Error(`the collector ended, ${code}: ${said}`)); });
		});
		const server = new Server(child, address, store);
		server.said = () => said;
		return server;
	}
	// An address opens one browser: the one for the next.
	get address() {
		return readFileSync(join(this.store, "page.address"), "utf8");
	}
	async end(signal = "SIGTERM") {
		this.child.kill(signal);
		return this.ended;
	}
}

export class Study {
	constructor() {
		this.folder = mkdtempSync(join(tmpdir(), "recolte-browser-"));
		this.hub = join(this.folder, "hub.git");
		this.servers = [];
	}
	path(...parts) { return join(this.folder, ...parts); }
	merger(...args) {
		return run(program("merger"), ["-w", this.path("office"), ...args],
		    "the coordinator's own phrase", [0, 1]);
	}
	collector(store, ...args) {
		return run(program("collector"), ["--store", this.path(store), ...args],
		    PASSPHRASE, [0, 1]);
	}
	formspec(...args) { return run(program("formspec"), args, ""); }
	// A hub, a form in the field, a sample of three.
	async init({ form = panorama, cases = "", more = [] } = {}) {
		await this.merger("init", "--no-passphrase", "--phase", "field",
		    "--hub", this.hub, "--form", form, ...more);
		if (cases) {
			writeFileSync(this.path("frame.csv"), cases);
			await this.merger("cases", "import", this.path("frame.csv"));
		}
	}
	async invite(who) {
		const path = this.path(`${who}.invitation`);
		await this.merger("invite", who, "-o", path);
		return path;
	}
	async admit() {
		await this.merger("pull");
		await this.merger("devices", "admit");
	}
	// A laptop that takes part: joined, admitted, everything received.
	async laptop(store, who) {
		await this.collector(store, "join", await this.invite(who));
		await this.admit();
		await this.collector(store, "sync");
	}
	async serve(store, ...options) {
		const server = await Server.start(this.path(store), ...options);
		this.servers.push(server);
		return server;
	}
	async list(store) {
		return JSON.parse(await this.collector(store, "list", "--json"));
	}
	async show(store, id) {
		return JSON.parse(await this.collector(store, "show", id, "--json"));
	}
	async close() {
		for (const server of this.servers)
			if (server.child.exitCode === null && server.child.signalCode === null)
				await server.end("SIGKILL");
		rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
	}
}

export function folder(path) {
	mkdirSync(path, { recursive: true });
	return path;
}
