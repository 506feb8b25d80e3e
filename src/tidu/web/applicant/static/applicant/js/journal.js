// What was typed and is not yet acknowledged, kept on this machine: one entry for each save, by account and declaration.
// An entry is { key, scope, url, cell, typed, based_on, at, refused, kept }. Without IndexedDB it lives as long as the
// page. `kept` says whether it is on this machine's disk: not yet known, true or false.

const STORE = "saves";
const fallback = new Map();
let opening;

function database() {
  opening ??= new Promise((resolve) => {
    let request;
    try { request = indexedDB.open("tidu-journal", 1); } catch { resolve(null); return; }
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE, { keyPath: "key" }).createIndex("scope", "scope");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
    request.onblocked = () => resolve(null);
  });
  return opening;
}

async function within(mode, work) {
  const db = await database();
  if (!db) return undefined;
  return new Promise((resolve, reject) => {
    // strict: on disk before we go on, not merely handed to the system
    const transaction = db.transaction(STORE, mode, { durability: "strict" });
    const request = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export async function put(entry) {
  fallback.set(entry.key, entry);
  try {
    if (await database()) {
      await within("readwrite", (store) => store.put({ ...entry, kept: true }));
      fallback.delete(entry.key);
      entry.kept = true;
      return;
    }
  } catch { /* a full disk: the page still holds it */ }
  entry.kept = false;
}

export async function remove(key) {
  fallback.delete(key);
  try { await within("readwrite", (store) => store.delete(key)); } catch { /* it is sent again, and known by its key */ }
}

export async function entriesOf(scope) {
  let kept = [];
  try { kept = await within("readonly", (store) => store.index("scope").getAll(scope)) ?? []; } catch { /* none */ }
  const held = [...fallback.values()].filter((entry) => entry.scope === scope);
  return [...kept, ...held].sort((a, b) => a.at - b.at);
}
