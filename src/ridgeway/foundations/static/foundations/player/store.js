/**
 * The browser's own database on this device: what lies in it, and how it is read and written.
 *
 * answers: given and not yet with the server, in the clear (see `queue.js` for why); sessions: the sitting of each
 * pupil that has begun and not ended; device: what this device is called; pupils: whose practice it holds, and the
 * locks of their keys; classes: names for the sign-in without a network; sealed: plans and choices, encrypted; endings:
 * activities that came to their end, until the server knows.
 *
 * A browser that offers no storage gives a store in which nothing is found and nothing is kept.
 */

const DATABASE = "ridgeway-player";
const VERSION = 3;

/** @type {Record<string, string | string[]>} */
const STORES = {
  answers: "id",
  sessions: "pupil",
  device: "name",
  pupils: "pupil",
  classes: "key",
  sealed: ["pupil", "name"],
  endings: "session",
};
const INDEXED = ["answers", "sealed", "endings"]; // found by pupil, too

export class Store {
  #database;

  /** @param {IDBDatabase | null} database */
  constructor(database) {
    this.#database = database;
    // A newer player in another tab must not wait for this page to be closed.
    if (database) database.onversionchange = () => database.close();
  }

  static async open() {
    return new Store(await openDatabase().catch(() => null));
  }

  /** Whether anything can be kept at all. */
  get works() {
    return this.#database !== null;
  }

  /** @param {string} name @param {IDBValidKey} key @returns {Promise<any>} the record, or undefined */
  get(name, key) {
    return this.#read(name, (store) => store.get(key), undefined);
  }

  /** @param {string} name @returns {Promise<any[]>} every record */
  all(name) {
    return this.#read(name, (store) => store.getAll(), []);
  }

  /** @param {string} name @param {string} pupil @returns {Promise<any[]>} the pupil's records */
  of(name, pupil) {
    return this.#read(name, (store) => store.index("pupil").getAll(pupil), []);
  }

  /** @param {string} name @param {any} record */
  put(name, record) {
    return this.write("relaxed", [name], ([store]) => store.put(record));
  }

  /**
   * Changes a record as it is at that moment; one that is not there stays so, unless the change makes it.
   *
   * @param {string} name @param {IDBValidKey} key @param {(record: any) => any} change undefined: nothing is written
   */
  update(name, key, change) {
    return this.revise("relaxed", [name], ([store]) => {
      const found = store.get(key);
      found.onsuccess = () => {
        const changed = change(found.result);
        if (changed !== undefined) store.put(changed);
      };
    });
  }

  /** @param {string} name @param {IDBValidKey | IDBKeyRange} key */
  delete(name, key) {
    return this.write("relaxed", [name], ([store]) => store.delete(key));
  }

  /**
   * Writes in one transaction, begun and committed in this very turn.
   *
   * @param {"strict" | "relaxed"} durability strict: flushed to the disk
   * @param {string[]} names @param {(stores: IDBObjectStore[]) => void} change
   * @returns {Promise<boolean>} whether it was kept; never rejects
   */
  write(durability, names, change) {
    return this.#transact(durability, names, (stores, transaction) => {
      change(stores);
      transaction.commit();
    });
  }

  /**
   * The same for what reads before it writes: the transaction ends by itself.
   *
   * @param {"strict" | "relaxed"} durability
   * @param {string[]} names @param {(stores: IDBObjectStore[]) => void} change
   * @returns {Promise<boolean>}
   */
  revise(durability, names, change) {
    return this.#transact(durability, names, change);
  }

  /**
   * @param {"strict" | "relaxed"} durability
   * @param {string[]} names
   * @param {(stores: IDBObjectStore[], transaction: IDBTransaction) => void} change
   * @returns {Promise<boolean>}
   */
  #transact(durability, names, change) {
    return new Promise((resolve) => {
      if (this.#database === null) return resolve(false);
      try {
        const transaction = this.#database.transaction(names, "readwrite", { durability });
        transaction.oncomplete = () => resolve(true);
        transaction.onabort = () => resolve(false);
        change(names.map((name) => transaction.objectStore(name)), transaction);
      } catch {
        resolve(false);
      }
    });
  }

  /**
   * @template T
   * @param {string} name @param {(store: IDBObjectStore) => IDBRequest<T>} ask @param {T} otherwise
   * @returns {Promise<T>}
   */
  async #read(name, ask, otherwise) {
    if (this.#database === null) return otherwise;
    try {
      return await done(ask(this.#database.transaction([name]).objectStore(name)));
    } catch {
      return otherwise;
    }
  }
}

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, VERSION);
    request.onupgradeneeded = () => addStores(request.result);
    request.onblocked = () => reject(new Error("an older player is open in another tab"));
    done(request).then(resolve, reject);
  });
}

/** @param {IDBDatabase} database */
function addStores(database) {
  for (const [name, keyPath] of Object.entries(STORES)) {
    if (database.objectStoreNames.contains(name)) continue;
    const store = database.createObjectStore(name, { keyPath });
    if (INDEXED.includes(name)) store.createIndex("pupil", "pupil");
  }
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
