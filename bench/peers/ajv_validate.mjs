// JSON.parse and a compiled ajv validator over the lines of a file, once for each line on standard input.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const [schema, records] = process.argv.slice(2);
const ajv = new Ajv({ strict: false, allErrors: false });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));
const lines = readFileSync(records, "utf8").split("\n").filter((line) => line);

function run() {
  let valid = 0;
  const begun = process.hrtime.bigint();
  for (const line of lines) if (validate(JSON.parse(line))) valid += 1;
  const taken = process.hrtime.bigint() - begun;
  if (valid < lines.length * 0.9) throw new Error(`only ${valid} of ${lines.length} are valid`);
  return taken;
}

console.log("ready");
createInterface({ input: process.stdin }).on("line", () => console.log(String(run())));
