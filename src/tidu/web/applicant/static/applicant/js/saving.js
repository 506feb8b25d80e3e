// Saving cells: journalled first, then sent one after the other for each cell, on top of the version last acknowledged.
// `tell` hears what happens: state(kind, count), saved(cell, answer), conflict(cell, answer), refused(cell, refusal),
// signedOut().

import * as journal from "./journal.js";

const RETRY_AFTER = 5000;

export class Saver {
  constructor({ scope, url, token, tell }) {
    Object.assign(this, { scope, url, token, tell });
    this.cells = new Map(); // by address and cell: { version, waiting, flying, stopped }
    this.isOffline = false;
    this.isSignedOut = false;
    addEventListener("online", () => this.resume());
    addEventListener("offline", () => { this.isOffline = true; this.#told(); });
  }

  know(cell, version) { this.#at(this.url, cell).version = version; }

  async save(cell, typed) {
    const entry = this.#entry(cell, typed);
    const line = this.#at(this.url, cell);
    const older = line.waiting;
    line.waiting = entry;
    this.#told();
    await journal.put(entry);
    this.#told(); // only now it is true that it is kept
    if (older) await journal.remove(older.key); // it was never sent, and this one says what counts now
    this.#send(line);
  }

  // After a conflict: send mine on top of theirs, or let it go.
  async keepMine(cell, typed, version) {
    const line = this.#at(this.url, cell);
    await this.#dropStopped(line);
    line.version = version;
    await this.save(cell, typed);
  }

  async takeTheirs(cell, version) {
    const line = this.#at(this.url, cell);
    await this.#dropStopped(line);
    line.version = version;
    this.#told();
  }

  async discard(cell) {
    await this.#dropStopped(this.#at(this.url, cell));
    this.#told();
  }

  // What an earlier visit left: sent in the order in which it was typed.
  async replay(show) {
    for (const entry of await journal.entriesOf(this.scope)) {
      const line = this.#at(entry.url, entry.cell);
      show(entry, entry.url === this.url);
      if (entry.refused && entry.url === this.url) {
        line.stopped = entry;
        this.tell.refused(entry.cell, entry.refused);
        continue;
      }
      line.queue = [...(line.queue ?? []), entry];
      this.#send(line);
    }
    this.#told();
  }

  resume() {
    this.isOffline = false;
    this.cells.forEach((line) => this.#send(line));
    this.#told();
  }

  // The same person is signed in again: what waits goes up.
  signedIn() {
    this.isSignedOut = false;
    this.resume();
  }

  get unsent() {
    return this.#entries().length;
  }

  #entries() {
    return [...this.cells.values()].flatMap(({ queue, waiting, flying }) => [...(queue ?? []), waiting, flying])
      .filter(Boolean);
  }

  #at(url, cell) {
    const place = `${url} ${cell}`;
    if (!this.cells.has(place)) this.cells.set(place, { url, cell, version: null });
    return this.cells.get(place);
  }

  #entry(cell, typed) {
    return { key: uuid(), scope: this.scope, url: this.url, cell, typed, based_on: null, at: Date.now() };
  }

  async #dropStopped(line) {
    const stopped = line.stopped;
    line.stopped = null;
    if (stopped) await journal.remove(stopped.key);
  }

  async #send(line) {
    if (line.flying || line.sending || this.isSignedOut) return;
    line.sending = true;
    const entry = line.queue?.length ? line.queue.shift() : line.waiting;
    if (entry === line.waiting) line.waiting = null;
    line.sending = false;
    if (!entry) return;
    line.flying = entry;
    // Written down before it is sent: after a crash the same request is repeated, not a newer one on a guessed version.
    if (entry.based_on === null) {
      entry.based_on = line.version ?? -1;
      await journal.put(entry);
    }
    this.#told();
    const answer = await this.#post(entry);
    line.flying = null;
    await this.#answered(line, entry, answer);
    this.#told();
  }

  async #post(entry) {
    try {
      const response = await fetch(entry.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token(), "X-Requested-With": "fetch" },
        body: JSON.stringify({ cell: entry.cell, typed: entry.typed, based_on: entry.based_on, key: entry.key }),
        redirect: "manual",
      });
      const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
      return { status: response.status, body: isJson ? await response.json() : null };
    } catch {
      return { status: 0, body: null };
    }
  }

  async #answered(line, entry, { status, body }) {
    if (status === 200 && body) {
      this.isOffline = false;
      line.version = body.version;
      await journal.remove(entry.key);
      await this.#dropStopped(line); // what was held back before has been typed anew
      if (!line.waiting && !line.queue?.length && line.url === this.url) this.tell.saved(line.cell, body);
      this.#send(line);
    } else if (status === 409 && body) {
      await this.#stop(line, entry);
      if (line.url === this.url) this.tell.conflict(line.cell, entry.typed, body);
    } else if ((status === 422 || status === 400 || status === 404) && (body || status === 404)) {
      const refusal = body?.refusal ?? { what: "这一处没有写入。", why: "这件申报不在了。", mend: "请回到申报列表看看。" };
      entry.refused = refusal;
      await this.#stop(line, entry);
      await journal.put(entry);
      if (line.url === this.url) this.tell.refused(line.cell, refusal);
    } else {
      line.queue = [entry, ...(line.queue ?? [])];
      if (status === 401 || status === 403) {
        this.isSignedOut = true;
        this.tell.signedOut();
      } else this.#later();
    }
  }

  async #stop(line, entry) {
    await this.#dropStopped(line);
    line.stopped = entry;
  }

  #later() {
    this.isOffline = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.resume(), RETRY_AFTER);
  }

  #told() {
    const held = [...this.cells.values()].filter((line) => line.stopped).length;
    const entries = this.#entries();
    const unsent = entries.length;
    const isAway = this.isSignedOut || this.isOffline;
    if (isAway && entries.some((entry) => entry.kept === undefined)) this.tell.state("busy", unsent);
    else if (isAway && entries.some((entry) => !entry.kept)) this.tell.state("fragile", unsent);
    else if (unsent && this.isSignedOut) this.tell.state("out", unsent);
    else if (unsent && this.isOffline) this.tell.state("offline", unsent);
    else if (unsent) this.tell.state("busy", unsent);
    else if (held) this.tell.state("held", held);
    else this.tell.state("ok", 0);
  }
}

// Pages served without https have no crypto.randomUUID.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
