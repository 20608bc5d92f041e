import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { Statements } from "./database.ts";
import { SqlWritePort } from "./sql-port.ts";

const INTO_ONE = "INSERT INTO one";
const INTO_OTHER = "INSERT OR REPLACE INTO other";

function openPort() {
  const connection = new Database(":memory:");
  connection.exec(`CREATE TABLE one (key INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
    CREATE TABLE other (key INTEGER PRIMARY KEY, ones INTEGER NOT NULL) STRICT;
    CREATE TABLE told (said ANY NOT NULL) STRICT;
    CREATE TRIGGER counts BEFORE INSERT ON other BEGIN INSERT INTO told SELECT count(*) FROM one; END`);
  return { connection, port: new SqlWritePort(new Statements(connection)) };
}

describe("rows that a projection inserts", () => {
  it("are seen by whatever it asks behind them", () => {
    const { port } = openPort();
    for (let key = 1; key <= 70; key++) {
      port.insert(INTO_ONE, key, `n${key}`);
      if (key % 7 === 0)
        expect(port.get("SELECT count(*) AS count, max(key) AS newest FROM one")).toEqual({ count: key, newest: key });
    }
    expect(port.all("SELECT name FROM one WHERE key > 68 ORDER BY key")).toEqual([{ name: "n69" }, { name: "n70" }]);
    port.insert(INTO_ONE, 71, "n71");
    port.run("DELETE FROM one");
    expect(port.get("SELECT key FROM one")).toBeUndefined();
  });

  it("come into different tables in the order in which they were given", () => {
    const { port } = openPort();
    port.insert(INTO_ONE, 1, "a");
    port.insert(INTO_OTHER, 1, 0);
    port.insert(INTO_ONE, 2, "b");
    port.insert(INTO_ONE, 3, "c");
    port.insert(INTO_OTHER, 1, 7);
    expect(port.all("SELECT said FROM told ORDER BY rowid")).toEqual([{ said: 1 }, { said: 3 }]);
    expect(port.all("SELECT * FROM other")).toEqual([{ key: 1, ones: 7 }]);
  });

  it("keep whole numbers whole in columns of any type, as a statement does", () => {
    const { connection, port } = openPort();
    port.insert("INSERT INTO told", 5);
    port.flush();
    expect(connection.prepare("SELECT typeof(said) FROM told").pluck().get()).toBe("integer");
  });

  it("are let go where what they belong to has failed", () => {
    const { port } = openPort();
    port.insert(INTO_ONE, 1, "a");
    port.discard();
    port.insert(INTO_ONE, 2, "b");
    port.flush();
    port.flush();
    expect(port.all("SELECT key FROM one")).toEqual([{ key: 2 }]);
  });
});
