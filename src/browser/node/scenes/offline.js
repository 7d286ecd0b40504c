import {createInterface} from "node:readline/promises";
import {send, write} from "../form.js";

/** Without a line it waits, and says so; with one it goes by itself. */
export default async function ({officer, given}) {
  const sender = await officer("SENDER");
  await write(sender, given, "cn.44");
  const draft = sender.page.url();
  await outside("cut");
  await send(sender);
  // what is signed is not written on: its address leads to where it is
  await sender.page.goto(draft);
  await sender.page.waitForURL("**/sent/*");
  await sender.mark();
  await sender.sees("Waits in the outbox; it is sent by itself");
  await sender.sees("1 waiting to be sent", sender.page.locator("#line"));
  await outside("join");
  await sender.sees(/^Accepted by the hub at/);
  await sender.page.locator("#line .waiting").waitFor({state: "detached"});
  await sender.requireMarked();
}

async function outside(act) {
  console.log(`ask: ${act}`);
  const answers = createInterface({input: process.stdin});
  for await (const line of answers) {
    if (line === "done") {
      break;
    }
  }
  answers.close();
}
