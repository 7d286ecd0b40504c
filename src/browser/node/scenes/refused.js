import assert from "node:assert/strict";
import {field, RECIPIENT, send, write} from "../form.js";

/** To an office to which it may not go: the hub says so, and the same draft goes elsewhere. */
export default async function ({officer, given}) {
  const sender = await officer("SENDER");
  await write(sender, given, "vn.mps");
  const refused = await send(sender);
  await sender.sees("Refused by the hub:");
  await sender.sees(/GT-5/);
  await sender.press(sender.page.getByRole("link", {name: "Mend it and send it anew"}));
  await sender.sees("The hub refused what was sent of this.");
  await field(sender, RECIPIENT).fill("cn.44");
  assert.notEqual(await send(sender), refused);
  await sender.sees(/^Accepted by the hub at/);
}
